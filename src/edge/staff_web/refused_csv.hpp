#pragma once
// The refused rows of a list as a file: to be corrected in a spreadsheet and uploaded again. Its
// columns have headings that our own reader knows, and its cells are safe to open (csv_cell.hpp).
// Pure.
#include "flow/lists/review.hpp"

#include <string>
#include <vector>

namespace cohort::staff_web {

class RefusedCsv {
public:
    // The columns that the list's files have.
    explicit RefusedCsv(std::vector<lists::File> files);

    // With the mark by which spreadsheets know UTF-8.
    std::string heading() const;
    void append(std::string& out, const lists::RefusedRow& row) const;

private:
    bool has(lists::Field field) const;

    std::vector<lists::File> files_;
    std::vector<lists::Field> fields_;
};

}
