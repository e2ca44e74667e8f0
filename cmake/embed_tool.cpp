// Writes NAME.hpp and NAME.cpp holding the bytes of files as string literals; called by
// cohort_embed. A program of its own because CMake takes seconds for a style sheet of 280 kB and
// this takes milliseconds. Arguments: the folder to write to, the name, the folder that paths are
// relative to, the files.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

// Three octal digits end an escape for certain, where hexadecimal would swallow a digit that
// follows.
void append_byte(std::string& out, unsigned char byte) {
    if (byte == '\\' || byte == '"' || byte == '?') {
        out += '\\';
        out += static_cast<char>(byte);
        return;
    }
    if (byte >= ' ' && byte <= '~') {
        out += static_cast<char>(byte);
        return;
    }
    out += '\\';
    out += static_cast<char>('0' + (byte >> 6));
    out += static_cast<char>('0' + ((byte >> 3) & 7));
    out += static_cast<char>('0' + (byte & 7));
}

std::string literal(std::string_view bytes) {
    constexpr std::size_t line_bytes = 1000;
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += line_bytes) {
        out += "    \"";
        for (const char c : bytes.substr(at, line_bytes)) {
            append_byte(out, static_cast<unsigned char>(c));
        }
        out += "\"\n";
    }
    return out.empty() ? "    \"\"\n" : out;
}

bool read(const fs::path& path, std::string& bytes) {
    std::ifstream in(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
    return !in.bad() && in.is_open();
}

bool write(const fs::path& path, std::string_view text) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    return static_cast<bool>(out.flush());
}

}

int main(int count, char** values) {
    const std::vector<std::string> arguments(values + 1, values + count);
    if (arguments.size() < 3) {
        std::cerr << "embed_tool: needs a folder, a name, a base folder and files\n";
        return 2;
    }
    const fs::path folder = arguments[0];
    const std::string& name = arguments[1];
    const fs::path base = arguments[2];

    std::string body = "// Generated: the bytes of files, embedded.\n#pragma GCC diagnostic "
                       "ignored \"-Woverlength-strings\"\n#include \"embedded/"
                       + name + ".hpp\"\n\nnamespace cohort::embedded {\nnamespace {\n";
    std::string table;
    for (std::size_t i = 3; i < arguments.size(); ++i) {
        std::string bytes;
        if (!read(arguments[i], bytes)) {
            std::cerr << "embed_tool: cannot read " << arguments[i] << '\n';
            return 1;
        }
        const std::string variable = name + "_" + std::to_string(i - 3);
        const std::string path = fs::relative(arguments[i], base).generic_string();
        body += "constexpr char " + variable + "[] =\n" + literal(bytes) + "    ;\n";
        table +=
            "    {\"" + path + "\", {" + variable + ", " + std::to_string(bytes.size()) + "}},\n";
    }
    body += "constexpr EmbeddedFile " + name + "_files[] = {\n" + table
            + "};\n}\n\nstd::span<const EmbeddedFile> " + name + "() {\n    return " + name
            + "_files;\n}\n\n}\n";

    const std::string header = "#pragma once\n// Generated: the bytes of files, embedded.\n"
                               "#include \"base/embedded_file.hpp\"\n\n#include <span>\n\n"
                               "namespace cohort::embedded {\n\nstd::span<const EmbeddedFile> "
                               + name + "();\n\n}\n";
    fs::create_directories(folder);
    if (!write(folder / (name + ".hpp"), header) || !write(folder / (name + ".cpp"), body)) {
        std::cerr << "embed_tool: cannot write to " << folder << '\n';
        return 1;
    }
    return 0;
}
