#pragma once
// Upload, the first stage: a file of patients becomes a list that can be reviewed.
// The reader is pure: bytes in, a ListReading out (reader/read_list.hpp). Here it is given the
// bytes as they arrive, on the CPU pool, and what it accepts is sealed and stored in pieces.
// Promise: an upload key makes one list; an upload that fails half-way leaves none, also when the
// process dies: what it stored is seen by nobody, is swept away, and does not stand in the way of
// the same upload sent again.
// Threads: one coroutine at a time per Upload; Uploads may be shared.
#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "flow/lists/lists.hpp"
#include "flow/upload/reader/read_list.hpp"
#include "flow/upload/sha256.hpp"
#include "platform/db/database.hpp"
#include "platform/net/pool.hpp"
#include "platform/net/task.hpp"
#include "practice/practices.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace cohort::upload {

class Upload;

// Either a list, a draft to be reviewed, or why the file as a whole was refused.
struct Uploaded {
    std::optional<ListId> list;
    std::optional<FileRefusal> refusal;
};

class Uploads {
public:
    struct Deps {
        db::Database& database;
        net::Pool& pool;
        const practice::Practices& practices;
        const lists::Lists& lists;
        const Clock& clock;
        // How long the same upload, sent again while it is being stored, waits for the first.
        Milliseconds repeat_wait_max = std::chrono::seconds{10};
    };

    explicit Uploads(Deps deps) : deps_(deps) {}

    // Requires: outlives the upload.
    std::unique_ptr<Upload> begin(const practice::Practice& practice) const;

    // The largest file this practice may send.
    static std::uint64_t bytes_max(const practice::Practice& practice);

    // At start, before anything is uploaded and where this is the only process: what is still being
    // stored was left behind by one that is gone. Blocks.
    Outcome abandon_left_behind() const;

    // The sweeper: removes abandoned lists, those whose rows stopped coming, and those that nobody
    // confirmed in `unconfirmed_kept`. Can be run twice, at any time. Returns how many.
    Task<Result<std::int64_t>> sweep(Milliseconds unconfirmed_kept) const;

private:
    friend class Upload;

    Deps deps_;
};

// One file on its way in. Every task must end before the Upload does.
class Upload {
public:
    Upload(const Uploads& uploads, const ReadOptions& options);
    ~Upload();
    Upload(const Upload&) = delete;
    Upload& operator=(const Upload&) = delete;

    // The next bytes. An error means that the file is refused whatever follows; finish() then says
    // so too.
    Task<Outcome> feed(std::string bytes);

    // The end of the file: stores the list as a draft. Call once.
    // Errors: list.name_missing, list.name_too_long, list.upload_key_reused, list.being_received
    // (the same upload is being stored by another request, and did not end in time),
    // practice.unknown, and the database's.
    Task<Result<Uploaded>> finish(practice::Actor actor, lists::NewList list);

private:
    Task<Result<lists::Started>> start(practice::Actor actor, lists::NewList list);
    Task<Outcome> store(practice::Actor actor, ListId list);
    Task<Outcome> store_patients(PracticeId practice, ListId list);
    Task<Outcome> store_problems(PracticeId practice, ListId list);

    const Uploads& uploads_;
    ListReader reader_;
    Sha256 sha256_;
    std::optional<ListReading> reading_;
};

}
