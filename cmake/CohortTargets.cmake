# cohort_library(name SOURCES a.cpp … LINKS x y): one library per folder.
# cohort_test(name SOURCES a_test.cpp … LINKS x y DEFINES A="b" RUNS cohortd): one doctest program per folder, run by
# ctest; it may be told paths (DEFINES) and start programs of ours (RUNS, which are built before it).
function(cohort_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC cohort_options ${ARG_LINKS})
endfunction()

# doctest itself, compiled once.
if(COHORT_TESTS)
    add_library(cohort_doctest_main STATIC ${CMAKE_SOURCE_DIR}/tests/support/doctest_main.cpp)
    target_link_libraries(cohort_doctest_main PRIVATE cohort_options)
endif()

function(cohort_test name)
    if(NOT COHORT_TESTS)
        return()
    endif()
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;DEFINES;RUNS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE cohort_options ${ARG_LINKS} cohort_doctest_main rapidcheck)
    target_compile_definitions(${name} PRIVATE ${ARG_DEFINES})
    if(ARG_RUNS)
        add_dependencies(${name} ${ARG_RUNS})
    endif()
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT 300)
endfunction()

function(cohort_program name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE cohort_options ${ARG_LINKS})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endfunction()

# cohort_fuzzer(name SOURCES … LINKS …): a libFuzzer program, built with -DCOHORT_FUZZ=ON and sanitizers.
function(cohort_fuzzer name)
    if(NOT COHORT_FUZZ)
        return()
    endif()
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE cohort_options ${ARG_LINKS})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
endfunction()

if(COHORT_TESTS)
    find_package(rapidcheck REQUIRED)
endif()
