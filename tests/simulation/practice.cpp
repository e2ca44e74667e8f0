#include "tests/simulation/practice.hpp"

#include "platform/db/inline_sqlite.hpp"
#include "server/flows.hpp"
#include "tests/simulation/node.hpp"
#include "tests/support/patients.hpp"

#include <boost/asio/co_spawn.hpp>

#include <filesystem>
#include <stdexcept>

namespace cohort::simulation {
namespace {

template <class T>
T expect(Result<T> result) {
    if (!result.ok()) {
        throw std::runtime_error(
            "the practice is not made: " + std::string(result.error().code.text())
        );
    }
    return std::move(result).value();
}

void expect(const Outcome& outcome) {
    if (!outcome.ok()) {
        throw std::runtime_error(
            "the practice is not made: " + std::string(outcome.error().code.text())
        );
    }
}

Task<> upload(
    server::Flows& flows,
    practice::Practice practice,
    practice::Actor actor,
    std::string csv,
    ListId& list
) {
    auto receiving = expect(co_await flows.uploads.begin(practice, csv.size()));
    const std::string key = "key-" + std::to_string(csv.size());
    expect(co_await receiving->feed(std::move(csv)));
    const auto uploaded = expect(co_await receiving->finish(
        actor, {.list_name = "Flu", .name = "list.csv", .upload_key = key}
    ));
    list = uploaded.list.value();
}

// A ledger of every mark, kept by the database itself in the transaction that marks: no step of the
// engine has to tell of it, and no crash can part it from what it is about.
Outcome keep_marks(db::Transaction& tx) {
    const db::Sql add_table{
        "simulation/add_marks",
        "CREATE TABLE simulation_marks (bulk_message_id INTEGER, position INTEGER, at INTEGER, "
        "sending_state TEXT, give_up_at INTEGER)",
        ""
    };
    const db::Sql add_trigger{
        "simulation/add_marker",
        "CREATE TRIGGER simulation_marker AFTER UPDATE OF state ON messages "
        "WHEN NEW.state = 'attempting' AND OLD.state <> 'attempting' "
        "BEGIN INSERT INTO simulation_marks SELECT NEW.bulk_message_id, NEW.position, "
        "NEW.state_at, state, give_up_at FROM sendings WHERE practice_id = NEW.practice_id "
        "AND bulk_message_id = NEW.bulk_message_id; END",
        ""
    };
    tx.run(add_table);
    tx.run(add_trigger);
    return done();
}

Prepared prepare() {
    VirtualTime time;
    SeededRandom random(1);
    NodeClock clock(time);
    MemoryDisk disk("cohort-preparing");
    Prepared made;
    {
        const auto database =
            expect(db::open_inline_sqlite({.path = database_path, .vfs = disk.vfs()}));
        net::Pool pool({.threads = 0});
        const SystemUptime uptime;
        server::Flows flows(
            {.database = *database,
             .pool = pool,
             .keyring = keyring(),
             .clock = clock,
             .random = random,
             .uptime = uptime}
        );
        const auto add = [&](db::Transaction& tx) -> Result<PracticeId> {
            COHORT_TRY(
                id,
                flows.practices.add(
                    tx,
                    {.ods_code = "A81001",
                     .name = "Riverside Surgery",
                     .undo = std::chrono::seconds{0},
                     .send_window = domain::SendWindow::always()}
                )
            );
            COHORT_CHECK(flows.practices.set_feature(
                tx, id, practice::Feature::bulk_messages, practice::Switch::on
            ));
            return id;
        };
        made.actor = {expect(database->write_now(add)), "Ruth Receptionist"};
        expect(database->write_now(keep_marks));
        const auto load = [&](db::Snapshot& at) {
            return flows.practices.load(at, made.actor.practice);
        };
        const practice::Practice practice = expect(database->read_now(load));
        for (const std::size_t size : list_sizes) {
            boost::asio::io_context io;
            ListId list{};
            boost::asio::co_spawn(
                io,
                upload(flows, practice, made.actor, test::emis_csv(test::patients(size)), list),
                [](const std::exception_ptr& fault) {
                    if (fault) {
                        std::rethrow_exception(fault);
                    }
                }
            );
            io.run();
            expect(database->write_now([&](db::Transaction& tx) {
                return flows.lists.use(tx, made.actor, list, lists::OldList::accepted);
            }));
            made.lists.push_back(list);
        }
    }
    made.files = disk.files();
    return made;
}

}

const practice::Keyring& keyring() {
    static SeededRandom random(1);
    static const practice::Keyring made = [] {
        const auto file = std::filesystem::temp_directory_path()
                          / ("cohort-simulation-" + std::to_string(::getpid()) + ".key");
        expect(practice::Keyring::create_if_missing(file, random));
        practice::Keyring loaded = expect(practice::Keyring::load(file, random));
        std::filesystem::remove(file);
        return loaded;
    }();
    return made;
}

const Prepared& prepared() {
    static const Prepared made = prepare();
    return made;
}

}
