#pragma once
// The patients of a list as it is read, packed: about 40 bytes each where names and domains of
// addresses repeat, as they do, and no more than their text and 40 bytes where they do not. One
// after the other they are read about as fast as memory; one in the middle costs a step for each of
// the few before it in its group.
// Threads: any may read once nothing is added.
#include "domain/date_of_birth.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::upload {

// Text that stays where it is until the whole is let go.
class TextStore {
public:
    // Requires: bytes <= 1 MiB. Room for that many.
    char* take(std::size_t bytes);

private:
    std::vector<std::unique_ptr<char[]>> blocks_;
    std::size_t left_ = 0;
    char* next_ = nullptr;
};

// Words that come again, each kept once; so many of them, and no long ones, that a file of words
// that never come again costs little more here than their text.
class WordTable {
public:
    static constexpr std::uint32_t none = 0xFFFF'FFFF;

    // none: it is not kept here.
    std::uint32_t code_of(std::string_view word);

    std::string_view word(std::uint32_t code) const { return words_[code]; }

private:
    void grow();

    std::vector<std::string_view> words_;
    std::vector<std::uint32_t> slots_; // one more than the code; 0 is free
    TextStore text_;
};

// One of them. Lives as long as nothing is added.
struct PackedPatient {
    std::uint64_t nhs_number;
    std::uint32_t line;
    domain::DateOfBirth date_of_birth;
    bool date_differs_by_order;
    std::string_view given;
    std::string_view family;
    std::uint64_t mobile_digits; // E.164; 0: none
    std::string_view email_local;
    std::string_view email_domain; // both empty: none

    std::string mobile() const;
    std::string email() const;
};

class PackedPatients {
public:
    // What add takes: whole texts, empty where there is none.
    struct Row {
        std::uint64_t nhs_number; // with its right check digit
        std::uint32_t line;
        domain::DateOfBirth date_of_birth;
        bool date_differs_by_order;
        std::string_view given;
        std::string_view family;
        std::string_view mobile; // E.164
        std::string_view email;
    };

    // Requires: a line not before that of the patient before it.
    void add(const Row& row);

    std::size_t size() const { return size_; }

    PackedPatient at(std::size_t index) const;

    // The patient is there no longer for kept(), and has no other index for at().
    void drop(std::size_t index);
    bool is_dropped(std::size_t index) const;
    // After the last drop, and before kept().
    void count_kept();

    std::size_t kept_count() const { return kept_; }

    // Where somebody who reads one after the other has come to: the next one costs a step, where
    // any other costs a search and the steps of its group. Belongs to one reader.
    class Walk {
    private:
        friend class PackedPatients;

        std::size_t group_ = 0;
        std::size_t next_ = 0; // in the group
        const char* place_ = nullptr;
        std::uint32_t line_ = 0;
    };

    // Among those that were not dropped.
    PackedPatient kept(std::size_t index, Walk& walk) const;

    // One after the other, dropped ones too.
    class Cursor {
    public:
        explicit Cursor(const PackedPatients& all) : all_(all) {}

        bool at_end() const { return index_ == all_.size_; }

        // Requires: !at_end().
        PackedPatient next();

    private:
        const PackedPatients& all_;
        std::size_t index_ = 0;
        const char* place_ = nullptr;
        std::uint32_t line_ = 0;
    };

private:
    struct Group {
        const char* text; // null: still in open_
        std::uint32_t line;
        std::uint32_t kept_before;
        std::uint32_t dropped; // a bit for each
    };

    static constexpr std::size_t group_size = 16;

    const char* text_of(const Group& group) const {
        return group.text == nullptr ? open_.data() : group.text;
    }

    void end_group();
    void put_word(std::string_view word);
    PackedPatient unpack(const char*& place, std::uint32_t& line) const;
    std::string_view take_word(const char*& place) const;
    PackedPatient in_group(const Group& group, std::size_t index) const;
    std::size_t group_of_kept(std::size_t index, std::size_t hint) const;

    std::size_t size_ = 0;
    std::size_t kept_ = 0;
    std::uint32_t last_line_ = 0;
    std::vector<Group> groups_;
    std::vector<char> open_; // of the last group
    TextStore text_;
    WordTable words_;
};

}
