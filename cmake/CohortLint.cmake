# The target 'lint': clang-tidy over our own sources with the checks of .clang-tidy; any finding fails it. Built in the
# preset of that name, which is a unity build, because most of the time goes into reading headers: so they are read once
# for eight sources. COHORT_LINT_FILES, a regular expression, picks some of the sources.
find_program(RUN_CLANG_TIDY run-clang-tidy-19)
find_program(CLANG_TIDY clang-tidy-19)
if(NOT RUN_CLANG_TIDY OR NOT CLANG_TIDY)
    return()
endif()
set(COHORT_LINT_FILES "." CACHE STRING "Which files of compile_commands.json 'lint' reads, as a regular expression")
set(COHORT_LINT_JOBS 2 CACHE STRING "How many files 'lint' reads at once")
get_property(generated GLOBAL PROPERTY COHORT_GENERATED_TARGETS)
add_custom_target(lint
    COMMAND ${RUN_CLANG_TIDY} -clang-tidy-binary ${CLANG_TIDY} -p ${CMAKE_BINARY_DIR} -quiet -j ${COHORT_LINT_JOBS}
            ${COHORT_LINT_FILES}
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} USES_TERMINAL VERBATIM)
if(generated)
    add_dependencies(lint ${generated})
endif()
