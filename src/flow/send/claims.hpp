#pragma once
// Claiming and marking. A claim leases due messages to one node for a while; a lease that ends
// unmarked goes back in line by itself. A mark says that the first byte may now leave; it is taken
// back only by who made it, and only while nothing was given away.
#include "base/node_id.hpp"
#include "flow/send/content.hpp"
#include "flow/send/gateway.hpp"
#include "flow/send/inside.hpp"
#include "practice/practices.hpp"

#include <optional>
#include <vector>

namespace cohort::send {

struct Leased {
    AttemptKey key; // with the attempt that the mark will begin
    TimePoint lease_until;
    Submission submission;
    // False: what is stored for this patient cannot be read, so nothing can be sent.
    bool readable = true;
};

// Leased rows as they came from the database; their contents are still sealed.
struct Chunk {
    struct Message {
        Position position;
        AttemptNumber attempt;
        std::string content_sealed;
    };

    BulkMessageId bulk_message;
    Channel channel;
    practice::Practice practice;
    practice::Sealer sealer;
    TimePoint lease_until;
    TimePoint give_up_at;
    std::vector<Message> messages;
    // When there were fewer than asked for: the next is due then.
    std::optional<TimePoint> next_due;
};

// Those of a channel of which something is queued and may leave.
Result<std::vector<Unfinished>>
find_due(db::Snapshot& at, const practice::Practices& practices, Channel channel, TimePoint now);

// Leases; the contents are loaded apart, by a reader, because the writer is what everybody waits
// for. Errors: practice.unknown, sealed.damaged.
Result<Chunk> claim(
    db::Transaction& tx,
    const practice::Practices& practices,
    NodeId node,
    const Unfinished& from,
    std::int64_t most,
    TimePoint now
);

void load_contents(db::Snapshot& at, Chunk& chunk);

// Opens what was claimed and loaded: work for the CPU pool. A content that does not open is never
// sent as something else, and keeps nobody else's from being sent.
std::vector<Leased> open_chunk(const Chunk& chunk, const practice::Keyring& keyring);

// Which of them are marked; the others were stopped or paused, delivered meanwhile, went to another
// worker, or may not leave any more (permit.hpp). Errors: practice.unknown.
Result<std::vector<bool>> mark(
    db::Transaction& tx,
    const practice::Practices& practices,
    NodeId node,
    std::string_view gateway_id,
    const std::vector<Leased>& window,
    TimePoint now
);

// Back in line, unmarked.
void put_back(db::Transaction& tx, NodeId node, const std::vector<Leased>& leased, TimePoint now);

}
