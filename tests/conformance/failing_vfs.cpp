#include "tests/conformance/failing_vfs.hpp"

#include <sqlite3.h>

#include <atomic>
#include <mutex>
#include <string>

namespace cohort::conformance {
namespace {

std::mutex mutex;
DiskFault fault_now = DiskFault::none;
std::string suffix_now;

struct File {
    sqlite3_file base;
    const char* path;

    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* ours(sqlite3_file* file) {
    return reinterpret_cast<File*>(file);
}

sqlite3_file* real(sqlite3_file* file) {
    return ours(file)->real();
}

bool hit(sqlite3_file* file, DiskFault fault) {
    const std::lock_guard lock(mutex);
    return fault_now == fault && ours(file)->path != nullptr
           && std::string_view(ours(file)->path).ends_with(suffix_now);
}

int close(sqlite3_file* file) {
    return real(file)->pMethods ? real(file)->pMethods->xClose(real(file)) : SQLITE_OK;
}

int read(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
    return hit(file, DiskFault::read) ? SQLITE_IOERR_READ
                                      : real(file)->pMethods->xRead(real(file), to, size, at);
}

int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
    if (hit(file, DiskFault::full)) {
        return SQLITE_FULL;
    }
    return hit(file, DiskFault::write) ? SQLITE_IOERR_WRITE
                                       : real(file)->pMethods->xWrite(real(file), from, size, at);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    return real(file)->pMethods->xTruncate(real(file), size);
}

std::atomic<int> syncs_done = 0;

int sync(sqlite3_file* file, int flags) {
    ++syncs_done;
    return hit(file, DiskFault::sync) ? SQLITE_IOERR_FSYNC
                                      : real(file)->pMethods->xSync(real(file), flags);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}

int lock_file(sqlite3_file* file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
}

int unlock_file(sqlite3_file* file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
}

int check_lock(sqlite3_file* file, int* held) {
    return real(file)->pMethods->xCheckReservedLock(real(file), held);
}

int control(sqlite3_file* file, int what, void* with) {
    return real(file)->pMethods->xFileControl(real(file), what, with);
}

int sector_size(sqlite3_file* file) {
    return real(file)->pMethods->xSectorSize(real(file));
}

int characteristics(sqlite3_file* file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}

int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

void shm_barrier(sqlite3_file* file) {
    real(file)->pMethods->xShmBarrier(real(file));
}

int shm_unmap(sqlite3_file* file, int remove) {
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

// Version 2: with shared memory for the log, without memory mapping.
constexpr sqlite3_io_methods methods{
    .iVersion = 2,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
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

sqlite3_vfs* system_vfs = nullptr;

int open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* got) {
    ours(file)->path = path; // SQLite keeps it as long as the file is open
    const int code = system_vfs->xOpen(system_vfs, path, real(file), flags, got);
    file->pMethods = real(file)->pMethods ? &methods : nullptr;
    return code;
}

sqlite3_vfs make_vfs() {
    system_vfs = sqlite3_vfs_find(nullptr);
    sqlite3_vfs vfs = *system_vfs;
    vfs.szOsFile += static_cast<int>(sizeof(File));
    vfs.zName = FailingVfs::name;
    vfs.xOpen = open;
    vfs.pNext = nullptr;
    return vfs;
}

}

void FailingVfs::fail(DiskFault fault, std::string_view suffix) {
    static sqlite3_vfs vfs = make_vfs();
    static const int registered = sqlite3_vfs_register(&vfs, 0);
    static_cast<void>(registered);
    const std::lock_guard lock(mutex);
    fault_now = fault;
    suffix_now = suffix;
}

int FailingVfs::syncs() {
    return syncs_done;
}

}
