# The style sheet, script and pictures that pages load: nhsuk-frontend's from node_modules (npm ci --ignore-scripts)
# and our own from src/platform/html/assets. Included, this file defines cohort_html_assets(target); run with -P, it
# prepares the files. What is changed in nhsuk-frontend's, and why:
#   - every @font-face rule is taken out: the Frutiger typeface is licensed for NHS services, not for us to serve, and it
#     would be loaded from another host;
#   - /assets/images/ becomes /assets/nhsuk-<version>/images/, so that files may be cached for ever;
#   - references to source maps are taken out: we do not serve them.
if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
    file(MAKE_DIRECTORY ${OUT}/${NHSUK} ${OUT}/cohort)
    file(READ ${DIST}/nhsuk-frontend.min.css css)
    string(REGEX REPLACE "@font-face{[^}]*}" "" css "${css}")
    string(REGEX REPLACE "/[*]# sourceMappingURL=[^*]*[*]/" "" css "${css}")
    string(REPLACE "url(/assets/images/" "url(/assets/${NHSUK}/images/" css "${css}")
    if(css MATCHES "@font-face|//assets[.]nhs[.]uk|url[(][\"']?https?:")
        message(FATAL_ERROR "nhsuk-frontend's style sheet still loads something from another host")
    endif()
    file(WRITE ${OUT}/${NHSUK}/nhsuk-frontend.min.css "${css}")

    file(READ ${DIST}/nhsuk-frontend.min.js js)
    string(REGEX REPLACE "//# sourceMappingURL=[^\n]*" "" js "${js}")
    file(WRITE ${OUT}/${NHSUK}/nhsuk-frontend.min.js "${js}")

    foreach(icon IN LISTS ICONS)
        file(COPY ${DIST}/assets/images/${icon} DESTINATION ${OUT}/${NHSUK}/images)
    endforeach()
    foreach(file IN LISTS OWN)
        file(READ ${OWN_FOLDER}/${file} text)
        string(REPLACE "../nhsuk/" "../${NHSUK}/" text "${text}")
        file(WRITE ${OUT}/cohort/${file} "${text}")
    endforeach()
    foreach(file IN LISTS COMPRESSED)
        execute_process(COMMAND gzip -9 -n -k -f ${OUT}/${file} COMMAND_ERROR_IS_FATAL ANY)
    endforeach()
    return()
endif()

# Embeds the prepared files in target as cohort::embedded::html_assets().
function(cohort_html_assets target)
    set(package ${CMAKE_SOURCE_DIR}/node_modules/nhsuk-frontend)
    if(NOT EXISTS ${package}/package.json)
        message(FATAL_ERROR "nhsuk-frontend is missing: run 'npm ci --ignore-scripts' in ${CMAKE_SOURCE_DIR}")
    endif()
    file(READ ${package}/package.json json)
    string(JSON version GET "${json}" version)
    set(nhsuk nhsuk-${version})
    set(out ${CMAKE_BINARY_DIR}/generated/assets)

    file(GLOB icons RELATIVE ${package}/dist/nhsuk/assets/images ${package}/dist/nhsuk/assets/images/nhsuk-icon-*.svg)
    list(REMOVE_ITEM icons nhsuk-icon-mask.svg) # the NHS logo, which is a trade mark
    set(own_folder ${CMAKE_CURRENT_SOURCE_DIR}/assets)
    file(GLOB own RELATIVE ${own_folder} CONFIGURE_DEPENDS ${own_folder}/*.css ${own_folder}/*.js ${own_folder}/*.svg)

    set(compressed ${nhsuk}/nhsuk-frontend.min.css ${nhsuk}/nhsuk-frontend.min.js)
    foreach(file IN LISTS own)
        list(APPEND compressed cohort/${file})
    endforeach()
    set(files ${compressed})
    foreach(file IN LISTS compressed)
        list(APPEND files ${file}.gz)
    endforeach()
    foreach(icon IN LISTS icons)
        list(APPEND files ${nhsuk}/images/${icon})
    endforeach()
    list(TRANSFORM files PREPEND ${out}/)
    set(own_sources ${own})
    list(TRANSFORM own_sources PREPEND ${own_folder}/)

    add_custom_command(OUTPUT ${files}
        COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNHSUK=${nhsuk} -DDIST=${package}/dist/nhsuk "-DICONS=${icons}"
                -DOWN_FOLDER=${own_folder} "-DOWN=${own}" "-DCOMPRESSED=${compressed}"
                -P ${CMAKE_SOURCE_DIR}/cmake/NhsFrontend.cmake
        DEPENDS ${own_sources} ${package}/package.json ${CMAKE_SOURCE_DIR}/cmake/NhsFrontend.cmake VERBATIM)
    cohort_embed(${target} NAME html_assets BASE ${out} FILES ${files})
endfunction()
