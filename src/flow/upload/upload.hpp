#pragma once
// Upload, the first stage: a file of patients becomes a list that can be reviewed, or joins one.
// The reader is pure: bytes in, a ListReading out (reader/read_list.hpp). Here it is given the
// bytes as they arrive, on the CPU pool, and what it accepts is sealed and stored in pieces.
// Promise: an upload key makes one list; an upload that fails half-way leaves none, also when the
// process dies: what it stored is seen by nobody, is swept away, and does not stand in the way of
// the same upload sent again.
// Threads: one coroutine at a time per Upload; Uploads may be shared.
#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "flow/lists/receiving.hpp"
#include "flow/upload/admission.hpp"
#include "flow/upload/memory.hpp"
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
        const lists::Receiving& receiving;
        const lists::Reviewing& reviewing;
        const Clock& clock;
        Admission& admission;
        // How long the same upload, sent again while it is being stored, waits for the first.
        Milliseconds repeat_wait_max = std::chrono::seconds{10};
    };

    explicit Uploads(Deps deps) : deps_(deps) {}

    // Waits until there is memory for the beginning of the file; nothing of it need be received
    // before. `bytes`: how long it is, where that was announced. Requires: outlives the upload.
    // Errors: upload.no_room.
    Task<Result<std::unique_ptr<Upload>>>
    begin(practice::Practice practice, std::optional<std::uint64_t> bytes) const;

    // The largest file this practice may send.
    static std::uint64_t bytes_max(const practice::Practice& practice);

    // At start, before anything is uploaded and where this is the only process: what is still being
    // stored was left behind by one that is gone. Blocks.
    Outcome abandon_left_behind() const;

    struct Kept {
        Milliseconds unconfirmed; // since it was uploaded, or last changed by its review
        Milliseconds unused;      // since a confirmed list was last used
    };

    // The sweeper: removes what was abandoned, what stopped coming, lists that nobody confirmed or
    // used in their time, and those that somebody deleted. Can be run twice, at any time. Returns
    // how many lists it took something from.
    Task<Result<std::int64_t>> sweep(Kept kept) const;

    // A refused row as a person would have it: judged by the rules that judged the file, and a
    // patient of the list from then on. Columns that the file does not have are not looked at.
    // Returns the reasons why it is refused still; none: it is done, now or by the same correction
    // before. Errors: those of Reviewing::correct.
    Task<Result<std::vector<lists::Reason>>> correct(
        practice::Actor actor,
        practice::Practice practice,
        ListId list,
        std::int64_t row,
        lists::Cells cells
    ) const;

private:
    friend class Upload;

    Deps deps_;
};

// One file on its way in. Every task must end before the Upload does.
class Upload {
public:
    Upload(
        const Uploads& uploads,
        PracticeId practice,
        const ReadOptions& options,
        Admission::Place place
    );
    ~Upload();
    Upload(const Upload&) = delete;
    Upload& operator=(const Upload&) = delete;

    // The next bytes. An error means that the file is refused whatever follows, or for now
    // (upload.no_room: it takes more memory than other uploads leave, for as long as one waits for
    // that); finish() then says so too.
    Task<Outcome> feed(std::string bytes);

    // The end of the file: stores it as a list of its own, a draft, or adds it to one. Of `file`
    // the digest and the places are filled in here. Call once.
    // Errors: upload.no_room, those of Receiving::start, list.being_received (the same upload, or
    // another for the same list, is being stored by another request, and did not end in time),
    // practice.unknown, and the database's.
    Task<Result<Uploaded>> finish(practice::Actor actor, lists::NewFile file);

private:
    void give_up();

    const Uploads& uploads_;
    net::Lane lane_;
    ReadOptions options_;
    FileSize size_; // of what came
    // None: there was no room. Before what it makes room for, which is gone when it ends.
    std::optional<Admission::Place> place_;
    std::optional<ListReader> reader_;
    Sha256 sha256_;
    std::optional<ListReading> reading_;
};

}
