#pragma once
// A receptionist's desk: files come in, rows are corrected and left out, and the list is looked at.
#include "tests/stages/world.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::stages {

class Desk {
public:
    explicit Desk(World& world) : world_(world) {}

    World& world() { return world_; }

    // A new list, or another file of the one there is.
    Result<upload::Uploaded> bring(std::string csv, std::optional<ListId> added_to = {});
    // Requires: the file is taken.
    ListId list_from(std::string csv);

    Outcome add(ListId list, std::string csv);

    lists::Review review(ListId list);
    std::vector<lists::RefusedRow> refused(ListId list, std::string_view code = "");
    std::vector<lists::RefusedRow> left_out(ListId list);
    std::vector<lists::Warning> warnings(ListId list, std::string_view code);
    std::vector<lists::Placed> patients(ListId list);

    Result<std::vector<lists::Reason>> correct(ListId list, std::int64_t row, lists::Cells cells);
    Outcome leave_out(ListId list, std::int64_t row);
    Outcome put_back(ListId list, std::int64_t row);
    Outcome use(ListId list, lists::OldList old = lists::OldList::refused);
    Outcome remove(ListId list);
    std::int64_t sweep();

    // Every count of the summary, counted by hand from the rows.
    void check_counts(ListId list);

private:
    World& world_;
    int uploads_ = 0;
};

// "code line code line …", in order of the lines.
std::string lines_of(const std::vector<lists::RefusedRow>& rows);

}
