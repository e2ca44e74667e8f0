// The review of a draft, on both engines: rows corrected and left out, files added, and what the
// rules between rows make of it each time.
#include "tests/stages/desk.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace cohort::stages {
namespace {

using lists::Cells;
using lists::Field;

const db::Sql allow_twenty{
    "allow_twenty",
    "UPDATE practices SET patients_max = 20",
    "UPDATE practices SET patients_max = 20"
};

const std::string head =
    "Given Name,Family Name,Date of Birth,NHS Number,Mobile Telephone,E-mail\n";

// Patient `n` of the invented ones, with another mobile where one is given.
std::string row(std::uint64_t n, const std::string& mobile = {}) {
    const test::Patient patient = test::patient(n);
    return patient.given + "," + patient.family + ",12/03/1980," + patient.nhs_number + ","
           + (mobile.empty() ? patient.mobile : mobile) + ",\n";
}

Cells with(Cells cells, Field field, std::string text) {
    cells[static_cast<std::size_t>(field)] = std::move(text);
    return cells;
}

const std::string& cell(const lists::RefusedRow& row, Field field) {
    return row.cells[static_cast<std::size_t>(field)];
}

void for_each_desk(const std::function<void(Desk&)>& test) {
    for_each_engine([&](World& world) {
        Desk desk(world);
        test(desk);
    });
}

}

TEST_CASE("review: what a file holds is told with every row in its place") {
    for_each_desk([](Desk& desk) {
        const ListId list = desk.list_from(
            head + row(0) + "Anna,Berg,12/03/1980,9990000019,07700900001,\n"
            + "Carl,Dahl,30/02/1980," + test::patient(2).nhs_number + ",oops,\n"
            + "Ella,Falk,01/01/2015," + test::patient(3).nhs_number + ",7700900003,\n"
        );
        const lists::Review review = desk.review(list);

        CHECK(review.list.records == 4);
        CHECK(review.list.accepted == 2);
        CHECK(review.list.refused == 2);
        CHECK(review.list.ages.youngest() < 16);
        REQUIRE(review.files.size() == 1);
        CHECK(review.files[0].name == "part.csv");
        CHECK(review.files[0].sha256.size() == 64);
        CHECK(review.files[0].encoding == "utf-8");
        CHECK(
            review.files[0].headings[static_cast<std::size_t>(Field::mobile)] == "Mobile Telephone"
        );
        CHECK(review.files[0].headings[static_cast<std::size_t>(Field::full_name)].empty());

        const auto rows = desk.refused(list);
        REQUIRE(rows.size() == 2);
        CHECK(rows[0].line == 3);
        CHECK(
            (rows[0].reasons
             == std::vector<lists::Reason>{{"nhs_number.check_digit", Field::nhs_number}})
        );
        CHECK(cell(rows[0], Field::nhs_number) == "9990000019");
        CHECK(rows[1].reasons.size() == 2);
        CHECK(cell(rows[1], Field::mobile) == "oops");

        const auto repaired = desk.warnings(list, "mobile.leading_zero_restored");
        REQUIRE(repaired.size() == 1);
        CHECK(repaired[0].line == 5);
        CHECK(repaired[0].found == "7700900003");
        CHECK(repaired[0].kept == "+447700900003");
        desk.check_counts(list);
    });
}

TEST_CASE("review: a corrected row is judged by the same rules, and is a patient then") {
    for_each_desk([](Desk& desk) {
        const ListId list = desk.list_from(
            head + row(0) + "Anna,Berg,31/02/1980," + test::patient(1).nhs_number + ",0770090000,\n"
        );
        const lists::RefusedRow broken = desk.refused(list).front();

        const auto still =
            desk.correct(list, broken.number, with(broken.cells, Field::mobile, "07700900001"));
        REQUIRE(still.ok());
        CHECK((*still == std::vector<lists::Reason>{{"dob.invalid", Field::date_of_birth}}));
        CHECK(desk.review(list).list.accepted == 1);

        Cells right = with(broken.cells, Field::mobile, "07700900001");
        right = with(std::move(right), Field::date_of_birth, "13/12/1980");
        const auto done = desk.correct(list, broken.number, right);
        REQUIRE(done.ok());
        CHECK(done->empty());

        const lists::Review review = desk.review(list);
        CHECK(review.list.accepted == 2);
        CHECK(review.list.mended == 1);
        CHECK(review.list.refused == 0);
        CHECK(desk.patients(list).back().patient.line == 3);
        // Pressed twice it is done all the same; typed otherwise it is not.
        const auto again = desk.correct(list, broken.number, right);
        REQUIRE(again.ok());
        CHECK(again->empty());
        for (const Cells& other :
             {with(right, Field::mobile, "07700900002"), with(right, Field::given, "Hanna")}) {
            CHECK(
                desk.correct(list, broken.number, other).error().code == ErrorCode{"row.settled"}
            );
        }
        desk.check_counts(list);
    });
}

TEST_CASE("review: what was not used of a correction, or repaired in it, is noted like a file's") {
    for_each_desk([](Desk& desk) {
        const ListId list =
            desk.list_from(head + row(0) + "Anna,Berg,bad," + test::patient(1).nhs_number + ",,\n");
        const lists::RefusedRow broken = desk.refused(list).front();
        Cells typed = with(broken.cells, Field::date_of_birth, "12/03/1980");
        typed = with(std::move(typed), Field::mobile, "7700900001");
        typed = with(std::move(typed), Field::email, "anna.berg(at)example");

        const auto corrected = desk.correct(list, broken.number, typed);
        REQUIRE(corrected.ok());
        REQUIRE(corrected->empty());

        const auto dropped = desk.warnings(list, "email.invalid");
        REQUIRE(dropped.size() == 1);
        CHECK(dropped[0].line == 3);
        CHECK(dropped[0].heading == "E-mail");
        CHECK(dropped[0].found == "anna.berg(at)example");
        CHECK(dropped[0].kept.empty());
        const auto repaired = desk.warnings(list, "mobile.leading_zero_restored");
        REQUIRE(repaired.size() == 1);
        CHECK(repaired[0].kept == "+447700900001");
        CHECK(desk.review(list).warnings.size() == 3); // with that of the dates' order
        // A file that is added has places of its own.
        REQUIRE(desk.add(
                        list,
                        head + "Carl,Dahl,12/03/1980," + test::patient(2).nhs_number
                            + ",7700900002,\n"
        )
                    .ok());
        CHECK(desk.warnings(list, "mobile.leading_zero_restored").size() == 2);
        desk.check_counts(list);
    });
}

TEST_CASE("review: a row of a file with one name column keeps its name when it is corrected") {
    for_each_desk([](Desk& desk) {
        const std::string full = "Full Name,Date of Birth,NHS Number,Mobile Telephone\n";
        const std::string mine = test::patient(0).nhs_number;
        const ListId list =
            desk.list_from(full + "Anna Berg,12/03/1980," + mine + ",07700900001\n");
        REQUIRE(desk.add(list, full + "Anna Berg,12/03/1980," + mine + ",07700900002\n").ok());

        for (const lists::RefusedRow& row : desk.refused(list)) {
            CHECK(cell(row, Field::full_name) == "Anna Berg");
        }
        const lists::RefusedRow row = desk.refused(list).front();
        const std::string other = test::patient(1).nhs_number;
        const auto corrected =
            desk.correct(list, row.number, with(row.cells, Field::nhs_number, other));
        REQUIRE(corrected.ok());
        CHECK(corrected->empty());
        CHECK(desk.review(list).list.accepted == 2);
        desk.check_counts(list);
    });
}

TEST_CASE("review: what is settled or confirmed is said before anything about the cells") {
    for_each_desk([](Desk& desk) {
        const ListId list =
            desk.list_from(head + row(0) + "Anna,Berg,bad,bad,bad,\n" + "Carl,Dahl,bad,bad,bad,\n");
        const std::vector<lists::RefusedRow> rows = desk.refused(list);
        REQUIRE(desk.leave_out(list, rows[0].number).ok());
        CHECK(
            desk.correct(list, rows[0].number, rows[0].cells).error().code
            == ErrorCode{"row.settled"}
        );
        REQUIRE(desk.use(list).ok());
        CHECK(
            desk.correct(list, rows[1].number, rows[1].cells).error().code
            == ErrorCode{"list.not_draft"}
        );
    });
}

TEST_CASE("review: a correction that would double or contradict somebody on the list is refused") {
    for_each_desk([](Desk& desk) {
        const std::string mine = test::patient(0).nhs_number;
        const ListId list =
            desk.list_from(head + row(0) + "Anna,Berg,12/03/1980,999,07700900001,\n");
        const lists::RefusedRow broken = desk.refused(list).front();

        const auto other =
            desk.correct(list, broken.number, with(broken.cells, Field::nhs_number, mine));
        CHECK(other.error().code == ErrorCode{"row.stands_against"});
        Cells same = with(broken.cells, Field::nhs_number, mine);
        same = with(std::move(same), Field::mobile, test::patient(0).mobile);
        CHECK(
            desk.correct(list, broken.number, same).error().code == ErrorCode{"row.on_list_already"}
        );
        CHECK(desk.review(list).list.accepted == 1);
        CHECK(desk.review(list).list.refused == 1);
        desk.check_counts(list);
    });
}

TEST_CASE("review: rows that stand against each other are judged again when one of them goes") {
    for_each_desk([](Desk& desk) {
        const std::string rows = row(1) + row(1, "07700900777") + row(1, "07700900888");
        const ListId list = desk.list_from(head + row(0) + rows);
        REQUIRE(
            lines_of(desk.refused(list))
            == "duplicate.conflict 3 duplicate.conflict 4 duplicate.conflict 5"
        );

        SUBCASE("left out, until one is left") {
            REQUIRE(desk.leave_out(list, desk.refused(list)[1].number).ok());
            CHECK(desk.review(list).list.accepted == 1);
            CHECK(lines_of(desk.refused(list)) == "duplicate.conflict 3 duplicate.conflict 5");
            REQUIRE(desk.leave_out(list, desk.refused(list)[0].number).ok());
            CHECK(desk.refused(list).empty());
            CHECK(desk.patients(list).back().patient.line == 5);
            CHECK(desk.review(list).list.left_out == 2);
        }
        SUBCASE("corrected to somebody else, the other two still stand against each other") {
            const lists::RefusedRow last = desk.refused(list)[2];
            const auto corrected = desk.correct(
                list, last.number, with(last.cells, Field::nhs_number, test::patient(9).nhs_number)
            );
            REQUIRE(corrected.ok());
            CHECK(lines_of(desk.refused(list)) == "duplicate.conflict 3 duplicate.conflict 4");
            CHECK(desk.review(list).list.accepted == 2);
        }
        SUBCASE("corrected to say the same as another: that one is used, once") {
            REQUIRE(desk.leave_out(list, desk.refused(list)[2].number).ok());
            const lists::RefusedRow second = desk.refused(list)[1];
            const auto corrected = desk.correct(
                list, second.number, with(second.cells, Field::mobile, test::patient(1).mobile)
            );
            REQUIRE(corrected.ok());
            CHECK(desk.refused(list).empty());
            CHECK(desk.review(list).list.accepted == 2);
            CHECK(desk.patients(list).back().patient.line == 3);
        }
        desk.check_counts(list);
    });
}

TEST_CASE("review: a row that was left out by mistake is put back, and judged again") {
    for_each_desk([](Desk& desk) {
        const ListId list = desk.list_from(
            head + row(0) + "Anna,Berg,bad," + test::patient(5).nhs_number + ",oops,\n" + row(1)
            + row(1, "07700900777") + row(2) + row(2)
        );
        const std::string before = lines_of(desk.refused(list));
        const auto at_line = [&](std::int64_t line) {
            const auto rows = desk.refused(list);
            return std::ranges::find(rows, line, &lists::RefusedRow::line)->number;
        };

        SUBCASE("refused for a reason of its own, it is refused for that again") {
            const std::int64_t number = at_line(3);
            REQUIRE(desk.leave_out(list, number).ok());
            REQUIRE(desk.put_back(list, number).ok());
            CHECK(lines_of(desk.refused(list)) == before);
            CHECK(desk.put_back(list, number).error().code == ErrorCode{"row.not_left_out"});
        }
        SUBCASE("it stands against the row that was used instead, and neither is used") {
            const std::int64_t number = at_line(5);
            REQUIRE(desk.leave_out(list, number).ok());
            REQUIRE(desk.review(list).list.accepted == 3);
            REQUIRE(desk.put_back(list, number).ok());
            CHECK(lines_of(desk.refused(list)) == before);
            CHECK(desk.review(list).list.accepted == 2);
        }
        SUBCASE("when the row that was used instead is left out, it is used") {
            REQUIRE(desk.leave_out(list, at_line(4)).ok());
            REQUIRE(desk.put_back(list, desk.left_out(list).front().number).ok());
            REQUIRE(desk.leave_out(list, at_line(5)).ok());
            CHECK(desk.review(list).list.accepted == 3);
            CHECK(desk.patients(list).back().patient.line == 4);
        }
        SUBCASE("it says the same as the one on the list") {
            const std::int64_t number = at_line(7);
            REQUIRE(desk.leave_out(list, number).ok());
            REQUIRE(desk.put_back(list, number).ok());
            CHECK(lines_of(desk.refused(list)) == before);
        }
        SUBCASE("a list that is confirmed is not changed") {
            const std::int64_t number = at_line(3);
            REQUIRE(desk.leave_out(list, number).ok());
            REQUIRE(desk.use(list).ok());
            CHECK(desk.put_back(list, number).error().code == ErrorCode{"list.not_draft"});
        }
        desk.check_counts(list);
    });
}

TEST_CASE("files: a second part joins the list, and rows are held against the first") {
    for_each_desk([](Desk& desk) {
        const ListId list = desk.list_from(head + row(0) + row(1) + row(2) + row(2, "07700900555"));
        REQUIRE(desk.add(list, head + row(3) + row(0) + row(1, "07700900777") + row(2)).ok());

        const lists::Review review = desk.review(list);
        CHECK(review.files.size() == 2);
        CHECK(review.list.records == 8);
        CHECK(
            lines_of(desk.refused(list))
            == "duplicate.conflict 3 duplicate.conflict 4 duplicate.conflict 5 "
               "duplicate.identical 2:3 duplicate.conflict 2:4 duplicate.conflict 2:5"
        );
        CHECK(review.list.accepted == 2);
        desk.check_counts(list);
        CHECK(
            desk.add(list, head + row(3) + row(0) + row(1, "07700900777") + row(2)).error().code
            == ErrorCode{"list.file_known"}
        );
    });
}

TEST_CASE("files: what a part says twice in itself speaks against the first part too") {
    for_each_desk([](Desk& desk) {
        const ListId list = desk.list_from(head + row(0) + row(1));
        REQUIRE(desk.add(list, head + row(0) + row(0, "07700900777") + row(1) + row(1)).ok());

        CHECK(
            lines_of(desk.refused(list))
            == "duplicate.conflict 2 duplicate.conflict 2:2 duplicate.conflict 2:3 "
               "duplicate.identical 2:4 duplicate.identical 2:5"
        );
        CHECK(desk.review(list).list.accepted == 1);
        desk.check_counts(list);
    });
}

TEST_CASE("files: more patients than a list may have are refused, and leave the list as it was") {
    for_each_desk([](Desk& desk) {
        const auto limit = [](db::Transaction& tx) -> Outcome {
            tx.run(allow_twenty);
            return done();
        };
        REQUIRE(desk.world().database().write_now(limit).ok());
        const ListId list = desk.list_from(test::emis_csv(test::patients(15)));
        const auto refused = desk.bring(test::emis_csv(test::patients(10, 12)), list);

        REQUIRE(refused.ok());
        REQUIRE(refused->refusal.has_value());
        CHECK(refused->refusal->code == ErrorCode{"too_many_rows"});
        CHECK(refused->refusal->found == 22);
        CHECK(refused->refusal->limit == 20);
        CHECK(desk.review(list).list.accepted == 15);
        CHECK(desk.review(list).files.size() == 1);
        REQUIRE(desk.add(list, test::emis_csv(test::patients(8, 12))).ok());
        CHECK(desk.review(list).list.accepted == 20);
        CHECK(desk.use(list).ok());
    });
}

TEST_CASE("review: nobody is put on a list that is full") {
    for_each_desk([](Desk& desk) {
        const auto limit = [](db::Transaction& tx) -> Outcome {
            tx.run(allow_twenty);
            return done();
        };
        REQUIRE(desk.world().database().write_now(limit).ok());
        const ListId list = desk.list_from(
            test::emis_csv(test::patients(20)) + "Anna,Berg,12/03/1980,999,07700900001,\r\n"
        );
        const lists::RefusedRow broken = desk.refused(list).front();
        const Cells typed = with(broken.cells, Field::nhs_number, test::patient(20).nhs_number);

        CHECK(desk.correct(list, broken.number, typed).error().code == ErrorCode{"list.full"});
        CHECK(desk.review(list).list.accepted == 20);
        CHECK(desk.refused(list).size() == 1);
        CHECK(desk.leave_out(list, broken.number).ok());
        desk.check_counts(list);
    });
}

TEST_CASE("files: a number that many share is told across files") {
    for_each_desk([](Desk& desk) {
        const std::string phone = "07700900100";
        const ListId list = desk.list_from(head + row(0, phone) + row(1, phone));
        CHECK(desk.review(list).shared.empty());
        REQUIRE(desk.add(list, head + row(2, phone) + row(3)).ok());

        const auto shared = desk.review(list).shared;
        REQUIRE(shared.size() == 1);
        CHECK(shared[0].mobile.reveal() == "+447700900100");
        CHECK(shared[0].patients == 3);
    });
}

TEST_CASE("review: a shared number and the notices follow what becomes of the patients") {
    for_each_desk([](Desk& desk) {
        const std::string phone = "07700900100";
        const std::string broken =
            "Anna,Berg,bad," + test::patient(2).nhs_number + "," + phone + ",\n";
        const ListId list = desk.list_from(
            head + row(0, phone) + row(1, phone) + broken + row(3, "07700900777") + row(3, phone)
        );
        REQUIRE(desk.review(list).shared.empty());
        const auto shared = [&] {
            const auto numbers = desk.review(list).shared;
            return numbers.empty() ? 0 : numbers.front().patients;
        };

        const lists::RefusedRow third = desk.refused(list, "dob.invalid").front();
        REQUIRE(
            desk.correct(list, third.number, with(third.cells, Field::date_of_birth, "12/03/1980"))
                .ok()
        );
        CHECK(shared() == 3);
        REQUIRE(desk.leave_out(list, desk.refused(list, "duplicate.conflict").front().number).ok());
        CHECK(shared() == 4);
        CHECK(desk.warnings(list, "contact.shared").size() == 2);

        // One of them stands against a row of another file now, and another has moved on.
        REQUIRE(desk.add(list, head + row(0, "07700900778") + row(1, "07700900779")).ok());
        CHECK(shared() == 0);
        CHECK(desk.warnings(list, "contact.shared").empty());
        for (const lists::CodeCount& count : desk.review(list).warnings) {
            CHECK(count.code != "contact.shared");
        }
        desk.check_counts(list);
    });
}

TEST_CASE(
    "files: while one is being added nothing else changes, and one that was cut leaves nothing"
) {
    for_each_desk([](Desk& desk) {
        World& world = desk.world();
        const lists::Receiving& receiving = world.flows().receiving;
        const ListId list = desk.list_from(head + row(0) + row(0, "07700900777"));
        const auto begin = [&](db::Transaction& tx) -> Result<lists::FileRef> {
            const lists::NewFile file{
                .name = "cut.csv", .upload_key = "cut", .added_to = list, .patients_most = 5
            };
            COHORT_TRY(started, receiving.start(tx, world.actor(), file));
            COHORT_TRY(sealer, world.flows().practices.sealer(tx, world.practice()));
            const std::vector<lists::Patient> patients{
                {2,
                 2,
                 domain::NhsNumber::parse(test::patient(7).nhs_number).value(),
                 domain::PatientName::parse("Cut", "Short").value().name,
                 domain::DateOfBirth::parse_iso("1980-01-01").value(),
                 domain::MobileNumber::parse("07700900007", domain::International::refused)->number,
                 std::nullopt}
            };
            COHORT_CHECK(receiving.add(
                tx,
                started.file,
                receiving.seal(started.file, sealer, started.first_position, patients)
            ));
            return started.file;
        };
        REQUIRE(world.database().write_now(begin).ok());

        const std::int64_t row_number = desk.refused(list)[0].number;
        CHECK(desk.review(list).file_being_added);
        CHECK(desk.use(list).error().code == ErrorCode{"list.empty"});
        CHECK(desk.leave_out(list, row_number).error().code == ErrorCode{"list.file_being_added"});
        CHECK(desk.patients(list).empty());

        // The process died: at the next start the file is given up, and the list is as it was.
        REQUIRE(world.flows().uploads.abandon_left_behind().ok());
        CHECK_FALSE(desk.review(list).file_being_added);
        CHECK(desk.patients(list).empty());
        REQUIRE(desk.leave_out(list, row_number).ok());
        CHECK(desk.patients(list).size() == 1);
        CHECK(desk.sweep() == 1);
        CHECK(desk.use(list).ok());
        CHECK(desk.patients(list).size() == 1);
        desk.check_counts(list);
    });
}

TEST_CASE("files: what a part speaks against stays as it is until the part is whole") {
    for_each_desk([](Desk& desk) {
        World& world = desk.world();
        const lists::Receiving& receiving = world.flows().receiving;
        const ListId list = desk.list_from(head + row(0) + row(1));
        const std::vector<lists::Placed> earlier = desk.patients(list);
        const auto speak_against = [&](db::Transaction& tx) -> Outcome {
            const lists::NewFile file{
                .name = "cut.csv", .upload_key = "cut", .added_to = list, .rows_most = 5
            };
            COHORT_TRY(started, receiving.start(tx, world.actor(), file));
            COHORT_TRY(sealer, world.flows().practices.sealer(tx, world.practice()));
            return receiving.add(
                tx, started.file, receiving.seal(started.file, sealer, started.first_row, earlier)
            );
        };
        REQUIRE(world.database().write_now(speak_against).ok());
        CHECK(desk.refused(list).empty());
        CHECK(desk.patients(list).size() == 2);
        desk.check_counts(list);

        REQUIRE(world.flows().uploads.abandon_left_behind().ok());
        CHECK(desk.sweep() == 1);
        CHECK(desk.refused(list).empty());
        desk.check_counts(list);
        REQUIRE(desk.add(list, head + row(0, "07700900777") + row(1)).ok());
        CHECK(
            lines_of(desk.refused(list))
            == "duplicate.conflict 2 duplicate.conflict 2:2 duplicate.identical 2:3"
        );
        desk.check_counts(list);
    });
}

TEST_CASE("files: rows that say what a patient says are drawn into the conflict with it") {
    for_each_desk([](Desk& desk) {
        const ListId list = desk.list_from(head + row(0) + row(0) + row(1) + row(1));
        REQUIRE(lines_of(desk.refused(list)) == "duplicate.identical 3 duplicate.identical 5");
        REQUIRE(desk.add(list, head + row(0, "07700900777")).ok());

        CHECK(
            lines_of(desk.refused(list))
            == "duplicate.conflict 2 duplicate.conflict 3 duplicate.identical 5 "
               "duplicate.conflict 2:2"
        );
        desk.check_counts(list);
    });
}

TEST_CASE("lists: a report of more than 14 days ago is used only when somebody says so") {
    for_each_desk([](Desk& desk) {
        World& world = desk.world();
        const std::string csv = test::emis_csv(test::patients(3), test::EmisPreamble::report);
        const ListId list = desk.list_from(csv);
        const auto run = desk.review(list).list.report_run_at;
        REQUIRE(run.has_value());
        world.clock().set(*run + std::chrono::days{14} + std::chrono::hours{23});
        CHECK(desk.use(list).ok());
        world.clock().set(*run + std::chrono::days{15});
        CHECK(desk.use(list).error().code == ErrorCode{"list.old"});
        CHECK(desk.use(list, lists::OldList::accepted).ok());
    });
}

TEST_CASE("lists: a report that has not run yet has no age") {
    for_each_desk([](Desk& desk) {
        const std::string csv = test::emis_csv(test::patients(3), test::EmisPreamble::report);
        const ListId list = desk.list_from(csv);
        const lists::Summary summary = desk.review(list).list;
        REQUIRE(summary.report_run_at.has_value());
        const TimePoint run = *summary.report_run_at;

        CHECK(lists::age_of(summary, run) == std::chrono::days{0});
        CHECK_FALSE(lists::age_of(summary, run - std::chrono::days{300}).has_value());
        CHECK_FALSE(lists::is_old(summary, run - std::chrono::days{300}));
    });
}

TEST_CASE("lists: a confirmed list is frozen, found exactly, and goes when nobody needs it") {
    for_each_desk([](Desk& desk) {
        World& world = desk.world();
        const ListId list = desk.list_from(head + row(0) + row(1) + row(1, "07700900777"));
        const std::int64_t row_number = desk.refused(list)[0].number;
        REQUIRE(desk.use(list).ok());
        CHECK(desk.leave_out(list, row_number).error().code == ErrorCode{"list.not_draft"});
        CHECK(desk.add(list, head + row(5)).error().code == ErrorCode{"list.not_draft"});

        const auto find = [&](db::Snapshot& at) -> Result<std::size_t> {
            const auto number = domain::NhsNumber::parse(test::patient(0).nhs_number).value();
            const auto mobile =
                domain::MobileNumber::parse(test::patient(0).mobile, domain::International::refused)
                    ->number;
            COHORT_TRY(by_number, world.flows().lists.find(at, world.practice(), list, number));
            COHORT_TRY(by_mobile, world.flows().lists.find(at, world.practice(), list, mobile, 10));
            return by_number.size() + by_mobile.size();
        };
        CHECK(world.database().read_now(find).value() == 2);

        const BulkMessageId id = world.send(list, "Hello");
        CHECK(desk.remove(list).error().code == ErrorCode{"list.needed"});
        world.make_messages();
        CHECK(desk.remove(list).error().code == ErrorCode{"list.needed"});
        ScriptedGateway& carrier = world.carrier();
        carrier.answer = [](const send::Submission&) { return send::Accepted{{"ref"}}; };
        world.serve(carrier);
        world.run_until([&] { return world.counts(id)[domain::MessageState::accepted] == 1; });
        REQUIRE(desk.remove(list).ok());
        CHECK(desk.review(list).list.state == lists::State::deleted);
        CHECK(desk.sweep() == 1);
        CHECK(desk.patients(list).empty());
        CHECK(desk.refused(list).empty());
        CHECK(desk.review(list).files.size() == 1);
        CHECK(desk.sweep() == 0);
        CHECK(desk.use(list).error().code == ErrorCode{"list.not_found"});
        CHECK(world.messages(id).size() == 1);
    });
}

TEST_CASE("lists: what nobody has used for a year loses its patients; a use begins the year anew") {
    for_each_desk([](Desk& desk) {
        World& world = desk.world();
        const ListId list = desk.list_from(head + row(0));
        REQUIRE(desk.use(list).ok());
        world.clock().advance(std::chrono::days{200});
        REQUIRE(desk.use(list, lists::OldList::accepted).ok());
        world.clock().advance(std::chrono::days{200});
        CHECK(desk.sweep() == 0);
        world.clock().advance(std::chrono::days{170});
        CHECK(desk.sweep() == 1);
        CHECK(desk.review(list).list.state == lists::State::deleted);
        CHECK(desk.patients(list).empty());
    });
}

TEST_CASE("lists: how long they usually are is told from the third on") {
    for_each_desk([](Desk& desk) {
        for (const std::size_t patients : {10U, 30U, 20U}) {
            CHECK_FALSE(desk.review(desk.list_from(head + row(99))).usual_patients.has_value());
            REQUIRE(desk.use(desk.list_from(test::emis_csv(test::patients(patients)))).ok());
        }
        CHECK(desk.review(desk.list_from(head + row(98))).usual_patients == 20);
    });
}

TEST_CASE("send: a list with gaps in its positions is sent to everybody on it, once") {
    for_each_desk([](Desk& desk) {
        World& world = desk.world();
        const ListId list = desk.list_from(head + row(0) + row(1) + row(2));
        // The first patient is spoken against, and comes back behind the second part's places.
        REQUIRE(desk.add(list, head + row(0, "07700900777") + row(3)).ok());
        const auto rows = desk.refused(list);
        REQUIRE(rows.size() == 2);
        const auto later = std::ranges::find(rows, 2, &lists::RefusedRow::file);
        REQUIRE(desk.leave_out(list, later->number).ok());
        desk.check_counts(list);
        CHECK(desk.patients(list).back().position.value > 4);
        REQUIRE(desk.use(list).ok());

        const BulkMessageId id = world.send(list, "Hello");
        ScriptedGateway& carrier = world.carrier();
        carrier.answer = [](const send::Submission&) {
            return std::optional<send::AttemptOutcome>(send::Accepted{{"ref"}});
        };
        world.make_messages();
        world.serve(carrier);
        world.run_until([&] { return carrier.submitted.size() == 4; });
        world.run_for(std::chrono::milliseconds{50});
        CHECK(carrier.submitted.size() == 4);
        CHECK(world.messages(id).size() == 4);
    });
}

}
