// Feeds files to a fuzz target in the ordinary test build: every input that ever broke something,
// and the seeds, at each run of the tests. The arguments are folders. A target that breaks its
// claim ends the program.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <vector>

// NOLINTNEXTLINE(readability-redundant-declaration): redundant only where a unity build reads both
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void feed(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(stream), {}};
    std::cout << file.filename().string() << '\n' << std::flush;
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

}

int main(int count, char** values) {
    const std::span<char*> folders(values + 1, values + count);
    std::size_t files = 0;
    for (const char* folder : folders) {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            feed(entry.path());
            ++files;
        }
    }
    if (files == 0) {
        std::cerr << "the corpus is empty: the target would be tried with nothing\n";
        return 1;
    }
    std::cout << files << " files\n";
    return 0;
}
