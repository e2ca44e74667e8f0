# cohort_library(name SOURCES a.cpp … LINKS x y): one library per folder.
# cohort_test(name SOURCES a_test.cpp … LINKS x y DEFINES A="b" RUNS cohortd): one doctest program per folder, run by
# ctest; it may be told paths (DEFINES) and start programs of ours (RUNS, which are built before it). STORIES a b: each
# of a_test.cpp and b_test.cpp is a ctest entry of its own, NAME_a and NAME_b, so that they run side by side.
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
    cmake_parse_arguments(ARG "" "" "SOURCES;STORIES;LINKS;DEFINES;RUNS" ${ARGN})
    list(TRANSFORM ARG_STORIES APPEND _test.cpp OUTPUT_VARIABLE stories)
    add_executable(${name} ${stories} ${ARG_SOURCES})
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE cohort_options ${ARG_LINKS} cohort_doctest_main rapidcheck)
    target_compile_definitions(${name} PRIVATE ${ARG_DEFINES})
    if(ARG_RUNS)
        add_dependencies(${name} ${ARG_RUNS})
    endif()
    foreach(story IN LISTS ARG_STORIES)
        add_test(NAME ${name}_${story} COMMAND ${name} --source-file=*/${story}_test.cpp)
        set_tests_properties(${name}_${story} PROPERTIES
            TIMEOUT 300 FAIL_REGULAR_EXPRESSION "test cases: +0 ") # a story that matches nothing proves nothing
    endforeach()
    if(NOT ARG_STORIES)
        add_test(NAME ${name} COMMAND ${name})
        set_tests_properties(${name} PROPERTIES TIMEOUT 300)
    endif()
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
