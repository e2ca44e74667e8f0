#pragma once
// A SQLite VFS that passes everything on to the system's until it is told to fail, as a disk would.
#include <string_view>

namespace cohort::conformance {

enum class DiskFault { none, sync, write, full, read };

class FailingVfs {
public:
    static constexpr auto name = "cohort_failing";

    // Registers the VFS on first use. From then on every sync (write, read) of a file that ends in
    // `suffix` fails.
    static void fail(DiskFault fault, std::string_view suffix = "");

    static void mend() { fail(DiskFault::none); }

    // How often any file was synced so far.
    static int syncs();
};

}
