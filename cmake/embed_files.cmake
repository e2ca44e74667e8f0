# Writes OUT/NAME.hpp and OUT/NAME.cpp holding the bytes of FILES. Called by cohort_embed.
string(REPLACE "|" ";" files "${FILES}")
file(WRITE ${OUT}/${NAME}.hpp "#pragma once
// Generated: the bytes of files, embedded.
#include \"base/embedded_file.hpp\"

#include <span>

namespace cohort::embedded {
std::span<const EmbeddedFile> ${NAME}();
}
")
set(body "// Generated: the bytes of files, embedded.
#include \"embedded/${NAME}.hpp\"

namespace cohort::embedded {
namespace {
")
set(table "")
set(index 0)
foreach(file IN LISTS files)
    file(READ ${file} hex HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" text "${hex}")
    # A C++ string literal may be long; adjacent pieces keep lines readable for the compiler.
    string(REGEX REPLACE "((\\\\x[0-9a-f][0-9a-f])(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?)" "\"\\1\"\n" text "${text}")
    file(RELATIVE_PATH relative ${BASE} ${file})
    string(APPEND body "constexpr char file_${index}[] =\n${text}\"\";\n")
    string(APPEND table "    {\"${relative}\", {file_${index}, sizeof(file_${index}) - 1}},\n")
    math(EXPR index "${index} + 1")
endforeach()
string(APPEND body "constexpr EmbeddedFile files[] = {\n${table}};\n}\nstd::span<const EmbeddedFile> ${NAME}() {\n    return files;\n}\n}\n")
file(WRITE ${OUT}/${NAME}.cpp "${body}")
