# One place for what every one of our targets is compiled with.
option(COHORT_TESTS "Build the tests" ON)
option(COHORT_BENCH "Build the benchmarks" OFF)
option(COHORT_FAILPOINTS "Compile the named failpoints in (test builds only)" OFF)
option(COHORT_FUZZ "Build the libFuzzer targets" OFF)
set(COHORT_SANITIZE "" CACHE STRING "Sanitizers, for example address,undefined or thread")

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

add_library(cohort_options INTERFACE)
target_include_directories(cohort_options INTERFACE
    ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/generated)
target_compile_options(cohort_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    -Wimplicit-fallthrough -Wshorten-64-to-32 -Werror
    -ffile-prefix-map=${CMAKE_SOURCE_DIR}/= -fstack-protector-strong)
target_compile_definitions(cohort_options INTERFACE $<$<CONFIG:Release>:_FORTIFY_SOURCE=3>)
target_link_options(cohort_options INTERFACE -Wl,-z,relro,-z,now)
if(COHORT_FAILPOINTS)
    target_compile_definitions(cohort_options INTERFACE COHORT_FAILPOINTS=1)
endif()
if(COHORT_SANITIZE)
    add_compile_options(-fsanitize=${COHORT_SANITIZE} -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${COHORT_SANITIZE})
endif()
if(COHORT_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link) # libraries too, or the fuzzer sees only its own file
endif()
find_program(MOLD mold)
if(MOLD)
    add_link_options(-fuse-ld=mold)
endif()

# Boost 1.81 is used as headers; Asio and Beast are compiled once, in src/platform/net.
add_library(cohort_boost INTERFACE)
find_path(BOOST_INCLUDE boost/asio.hpp REQUIRED)
target_include_directories(cohort_boost SYSTEM INTERFACE ${BOOST_INCLUDE})
target_compile_definitions(cohort_boost INTERFACE
    BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
    BOOST_ASIO_NO_DEPRECATED BOOST_ALL_NO_LIB)
