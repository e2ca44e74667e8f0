# cohort_sql(folder namespace): embeds folder/sql/*.sql as named statements.
#   flow/send/sql/claim_due_messages.sql               → cohort::send::sql::claim_due_messages
#   flow/send/sql/claim_due_messages.postgresql.sql    → the same statement's text on PostgreSQL
# Include "flow/send/sql.hpp". Every statement is also listed by db::all_statements() (tests prepare them all).
set_property(GLOBAL PROPERTY COHORT_SQL_FOLDERS "")
function(cohort_sql target folder namespace)
    file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${folder}/sql/*.sql)
    set(out ${CMAKE_BINARY_DIR}/generated/${folder})
    add_custom_command(OUTPUT ${out}/sql.hpp ${out}/sql.cpp
        COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DNAMESPACE=${namespace} -DOUT=${out}
                -DSOURCE=${CMAKE_SOURCE_DIR}/src -P ${CMAKE_SOURCE_DIR}/cmake/embed_sql.cmake
        DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed_sql.cmake VERBATIM)
    target_sources(${target} PRIVATE ${out}/sql.hpp ${out}/sql.cpp)
    add_custom_target(${target}_sql DEPENDS ${out}/sql.hpp ${out}/sql.cpp)
    add_dependencies(${target} ${target}_sql)
    set_property(GLOBAL APPEND PROPERTY COHORT_GENERATED_TARGETS ${target}_sql)
    set_property(GLOBAL APPEND PROPERTY COHORT_SQL_FOLDERS "${namespace}|${folder}|${target}")
endfunction()

# cohort_embed(target NAME name BASE folder FILES a b …): bytes of files as a table of {path, bytes}, paths from BASE.
# Include "embedded/name.hpp"; cohort::embedded::name() returns the table, in the order given.
add_executable(cohort_embed_tool ${CMAKE_SOURCE_DIR}/cmake/embed_tool.cpp)
function(cohort_embed target)
    cmake_parse_arguments(ARG "" "NAME;BASE" "FILES" ${ARGN})
    set(out ${CMAKE_BINARY_DIR}/generated/embedded)
    add_custom_command(OUTPUT ${out}/${ARG_NAME}.hpp ${out}/${ARG_NAME}.cpp
        COMMAND cohort_embed_tool ${out} ${ARG_NAME} ${ARG_BASE} ${ARG_FILES}
        DEPENDS ${ARG_FILES} cohort_embed_tool VERBATIM)
    target_sources(${target} PRIVATE ${out}/${ARG_NAME}.hpp ${out}/${ARG_NAME}.cpp)
    # Two tables of one target have the same names inside.
    set_source_files_properties(${out}/${ARG_NAME}.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    add_custom_target(${target}_${ARG_NAME} DEPENDS ${out}/${ARG_NAME}.hpp ${out}/${ARG_NAME}.cpp)
    add_dependencies(${target} ${target}_${ARG_NAME})
    set_property(GLOBAL APPEND PROPERTY COHORT_GENERATED_TARGETS ${target}_${ARG_NAME})
endfunction()
