#include "server/commands/list_check.hpp"

#include "server/commands/list_report.hpp"

#include <cstdio>
#include <memory>
#include <unistd.h>
#include <vector>

namespace cohort::commands {

namespace {

constexpr std::size_t read_bytes = std::size_t{256} * 1024;

using File = std::unique_ptr<std::FILE, decltype([](std::FILE* file) {
                                 if (file != stdin) {
                                     std::fclose(file);
                                 }
                             })>;

File open_file(const std::string& path) {
    return File{path == "-" ? stdin : std::fopen(path.c_str(), "rb")};
}

}

Outcome check_list(const ListCheckOptions& options, const WriteBytes& write) {
    const File file = open_file(options.file);
    if (!file) {
        return invalid("input.unreadable");
    }
    upload::ListReader reader{options.read};
    std::vector<char> buffer(read_bytes);
    bool more = true;
    while (more) {
        const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get());
        if (count == 0 && std::ferror(file.get()) != 0) {
            return invalid("input.unreadable");
        }
        // After a refusal nothing that follows matters; finish() tells which.
        more = count > 0 && reader.feed({buffer.data(), count}).ok();
    }
    write(list_report(reader.finish(), options));
    return done();
}

Outcome check_list(const ListCheckOptions& options) {
    bool written = true;
    const WriteBytes to_stdout = [&](std::string_view text) {
        written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
        return written;
    };
    COHORT_CHECK(check_list(options, to_stdout));
    written = std::fflush(stdout) == 0 && written;
    return written ? done() : Outcome{invalid("output.unwritable")};
}

}
