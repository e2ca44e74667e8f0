#include "tests/simulation/memory_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace cohort::simulation {

struct MemoryDisk::Vfs {
    sqlite3_vfs base;
};

namespace {

constexpr std::size_t sector = 512;

// What SQLite holds of an open file. It makes the memory, we make and end what lives there.
struct Handle {
    sqlite3_file base;
    MemoryDisk* disk;
    std::shared_ptr<MemoryDisk::File>* file;
    std::int64_t generation;
    std::vector<std::string>* shared; // the log's index; of one connection only
};

Handle& ours(sqlite3_file* file) {
    return *reinterpret_cast<Handle*>(file);
}

MemoryDisk::File& bytes_of(sqlite3_file* file) {
    return **ours(file).file;
}

bool is_dead(sqlite3_file* file) {
    return ours(file).generation != ours(file).disk->generation();
}

int close(sqlite3_file* file) {
    delete ours(file).file;   // NOLINT(*-owning-memory): SQLite's memory holds the pointer
    delete ours(file).shared; // NOLINT(*-owning-memory)
    return SQLITE_OK;
}

int read(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
    const std::string& bytes = bytes_of(file).bytes;
    const auto from = static_cast<std::size_t>(at);
    const auto wanted = static_cast<std::size_t>(size);
    const std::size_t there = from < bytes.size() ? std::min(wanted, bytes.size() - from) : 0;
    std::memcpy(to, bytes.data() + from, there);
    if (there == wanted) {
        return SQLITE_OK;
    }
    std::memset(static_cast<char*>(to) + there, 0, wanted - there);
    return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
    if (is_dead(file)) {
        return SQLITE_OK;
    }
    if (ours(file).disk->full()) {
        return SQLITE_FULL;
    }
    MemoryDisk::File& into = bytes_of(file);
    const std::string_view bytes(static_cast<const char*>(from), static_cast<std::size_t>(size));
    const auto start = static_cast<std::size_t>(at);
    if (into.bytes.size() < start + bytes.size()) {
        into.bytes.resize(start + bytes.size());
    }
    into.bytes.replace(start, bytes.size(), bytes);
    into.unsynced.push_back({start, std::string(bytes)});
    return SQLITE_OK;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (!is_dead(file)) {
        bytes_of(file).bytes.resize(static_cast<std::size_t>(size));
        bytes_of(file).truncated = true;
    }
    return SQLITE_OK;
}

int sync(sqlite3_file* file, int) {
    if (is_dead(file)) {
        return SQLITE_OK;
    }
    if (ours(file).disk->full()) {
        return SQLITE_IOERR_FSYNC;
    }
    ours(file).disk->sync(bytes_of(file));
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(bytes_of(file).bytes.size());
    return SQLITE_OK;
}

int lock_file(sqlite3_file*, int) {
    return SQLITE_OK;
}

int check_lock(sqlite3_file*, int* held) {
    *held = 0;
    return SQLITE_OK;
}

int control(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file*) {
    return static_cast<int>(sector);
}

int characteristics(sqlite3_file*) {
    return 0;
}

int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
    auto& shared = *ours(file).shared;
    const auto wanted = static_cast<std::size_t>(page);
    if (shared.size() <= wanted) {
        if (extend == 0) {
            *memory = nullptr;
            return SQLITE_OK;
        }
        // Strings move when the vector grows, but not their bytes: these are long ones.
        while (shared.size() <= wanted) {
            shared.emplace_back(static_cast<std::size_t>(size), '\0');
        }
    }
    *memory = shared[wanted].data();
    return SQLITE_OK;
}

int shm_lock(sqlite3_file*, int, int, int) {
    return SQLITE_OK;
}

void shm_barrier(sqlite3_file*) {}

int shm_unmap(sqlite3_file* file, int) {
    ours(file).shared->clear();
    return SQLITE_OK;
}

constexpr sqlite3_io_methods methods{
    .iVersion = 2,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = lock_file,
    .xCheckReservedLock = check_lock,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
    .xFetch = nullptr,
    .xUnfetch = nullptr
};

MemoryDisk& disk_of(sqlite3_vfs* vfs) {
    return *static_cast<MemoryDisk*>(vfs->pAppData);
}

std::string temporary_name() {
    static int made = 0;
    return "temporary-" + std::to_string(++made);
}

int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* got) {
    Handle& handle = ours(file);
    handle.disk = &disk_of(vfs);
    const std::string name = path == nullptr ? temporary_name() : path;
    // NOLINTBEGIN(*-owning-memory): close ends them
    handle.file = new std::shared_ptr<MemoryDisk::File>(handle.disk->open(name));
    handle.shared = new std::vector<std::string>();
    // NOLINTEND(*-owning-memory)
    handle.generation = handle.disk->generation();
    file->pMethods = &methods;
    if (got != nullptr) {
        *got = flags;
    }
    return SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, const char* path, int) {
    disk_of(vfs).remove(path);
    return SQLITE_OK;
}

int access(sqlite3_vfs* vfs, const char* path, int, int* there) {
    *there = disk_of(vfs).has(path) ? 1 : 0;
    return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int room, char* into) {
    sqlite3_snprintf(room, into, "%s", path);
    return SQLITE_OK;
}

}

MemoryDisk::MemoryDisk(std::string name) : name_(std::move(name)), vfs_(std::make_unique<Vfs>()) {
    vfs_->base = *sqlite3_vfs_find(nullptr);
    vfs_->base.szOsFile = static_cast<int>(sizeof(Handle));
    vfs_->base.zName = name_.c_str();
    vfs_->base.pAppData = this;
    vfs_->base.pNext = nullptr;
    vfs_->base.xOpen = simulation::open;
    vfs_->base.xDelete = simulation::remove;
    vfs_->base.xAccess = access;
    vfs_->base.xFullPathname = full_path;
    sqlite3_vfs_register(&vfs_->base, 0);
}

MemoryDisk::~MemoryDisk() {
    sqlite3_vfs_unregister(&vfs_->base);
}

MemoryDisk::Files MemoryDisk::files() const {
    Files all;
    for (const auto& [name, file] : files_) {
        all.whole[name] = file->bytes;
    }
    return all;
}

void MemoryDisk::put(const Files& files) {
    cut_off();
    files_.clear();
    for (const auto& [name, bytes] : files.whole) {
        files_[name] = std::make_shared<File>(File{bytes, bytes, {}, false});
    }
    switch_on();
}

// Whoever has a file open keeps its own copy of it, and writes no more.
void MemoryDisk::cut_off() {
    ++generation_;
    off_ = true;
    for (auto& [name, file] : files_) {
        file = std::make_shared<File>(*file);
    }
}

void MemoryDisk::lose_unsynced(Random& random) {
    for (auto& [name, file] : files_) {
        if (file->unsynced.empty() && !file->truncated) {
            continue;
        }
        std::string bytes = file->synced;
        for (const File::Write& write : file->unsynced) {
            for (std::size_t from = 0; from < write.bytes.size(); from += sector) {
                if (random.below(2) == 0) {
                    continue; // never reached the disk
                }
                const std::string piece = write.bytes.substr(from, sector);
                bytes.resize(std::max(bytes.size(), write.at + from + piece.size()));
                bytes.replace(write.at + from, piece.size(), piece);
            }
        }
        *file = {bytes, bytes, {}, false};
    }
}

std::shared_ptr<MemoryDisk::File> MemoryDisk::open(const std::string& name) {
    auto& file = files_[name];
    if (!file) {
        file = std::make_shared<File>();
    }
    return file;
}

void MemoryDisk::remove(const std::string& name) {
    if (!off_) {
        files_.erase(name);
    }
}

bool MemoryDisk::has(const std::string& name) const {
    return files_.contains(name);
}

void MemoryDisk::sync(File& file) {
    ++syncs_;
    if (file.truncated) {
        file.synced = file.bytes;
    } else {
        for (const File::Write& write : file.unsynced) {
            file.synced.resize(std::max(file.synced.size(), write.at + write.bytes.size()));
            file.synced.replace(write.at, write.bytes.size(), write.bytes);
        }
    }
    file.unsynced.clear();
    file.truncated = false;
}

}
