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
    set_property(GLOBAL APPEND PROPERTY COHORT_SQL_FOLDERS "${namespace}|${folder}")
endfunction()

# cohort_embed(target NAME name FILES a b …): bytes of files as a table of {path, bytes}.
# Include "embedded/name.hpp"; cohort::embedded::name() returns the table, in the order given.
function(cohort_embed target)
    cmake_parse_arguments(ARG "" "NAME;BASE" "FILES" ${ARGN})
    set(out ${CMAKE_BINARY_DIR}/generated/embedded)
    string(REPLACE ";" "|" packed "${ARG_FILES}")
    add_custom_command(OUTPUT ${out}/${ARG_NAME}.hpp ${out}/${ARG_NAME}.cpp
        COMMAND ${CMAKE_COMMAND} -DNAME=${ARG_NAME} -DBASE=${ARG_BASE} "-DFILES=${packed}" -DOUT=${out}
                -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
        DEPENDS ${ARG_FILES} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake VERBATIM)
    target_sources(${target} PRIVATE ${out}/${ARG_NAME}.hpp ${out}/${ARG_NAME}.cpp)
    add_custom_target(${target}_${ARG_NAME} DEPENDS ${out}/${ARG_NAME}.hpp ${out}/${ARG_NAME}.cpp)
    add_dependencies(${target} ${target}_${ARG_NAME})
endfunction()
