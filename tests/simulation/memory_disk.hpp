#pragma once
// A disk that forgets what was not synced, as a SQLite VFS: files in memory, and for each the
// writes since its last sync. A process that is killed loses nothing of them; when the power goes,
// any of them may be lost, sector by sector. Threads: one. Must outlive the databases on it.
#include "base/random.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cohort::simulation {

class MemoryDisk {
public:
    struct Files {
        std::map<std::string, std::string> whole; // by name
    };

    explicit MemoryDisk(std::string name);
    MemoryDisk(const MemoryDisk&) = delete;
    MemoryDisk& operator=(const MemoryDisk&) = delete;
    ~MemoryDisk();

    const std::string& vfs() const { return name_; }

    // As they are now; for a disk that begins where another ended.
    Files files() const;
    void put(const Files& files);

    // From now on whatever has files open on it only believes that it writes and removes: its
    // process is dead.
    void cut_off();

    // For the next process.
    void switch_on() { off_ = false; }

    // What a power failure does to the writes that were not synced.
    void lose_unsynced(Random& random);

    // Every write and sync fails until told otherwise: SQLITE_FULL.
    void set_full(bool full) { full_ = full; }

    std::int64_t syncs() const { return syncs_; }

    // For the VFS.
    struct File {
        std::string bytes;
        std::string synced;

        struct Write {
            std::size_t at;
            std::string bytes;
        };

        std::vector<Write> unsynced;
        bool truncated = false; // since the last sync
    };

    std::shared_ptr<File> open(const std::string& name);
    void remove(const std::string& name);
    bool has(const std::string& name) const;
    void sync(File& file);

    bool full() const { return full_; }

    std::int64_t generation() const { return generation_; }

private:
    struct Vfs;

    std::string name_;
    std::map<std::string, std::shared_ptr<File>> files_;
    std::unique_ptr<Vfs> vfs_;
    std::int64_t generation_ = 0;
    std::int64_t syncs_ = 0;
    bool full_ = false;
    bool off_ = false;
};

}
