#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

// What is said when the database cannot be used. Details are for the log.
std::span<const Sentence> database() {
    static constexpr Sentence table[] = {
        {"db.unavailable",
         "The database could not be used just now, so nothing was changed.",
         "Try again in a minute. If it goes on, tell the person who looks after Cohort."},
        {"db.unknown_commit",
         "The connection to the database was lost at the moment of saving, so it is not known "
         "whether the change was kept.",
         "Look whether it is there before you do it again."},
        {"db.overloaded",
         "Cohort is too busy to take this on just now, so nothing was changed.",
         "Try again in a minute."},
        {"db.conflict",
         "The same thing was saved already, by you or by somebody else.",
         "Open the page again to see how things stand."},
        {"db.refused",
         "Sorry, there is a fault in Cohort, so nothing was changed.",
         "Tell the person who looks after Cohort; what went wrong is in its log."},
        {"db.newer_schema",
         "The database was made by a later version of Cohort than this one.",
         "Start that version or a later one. Nothing was changed."},
        {"db.migration_changed",
         "The database was made with steps that differ from those of this version of Cohort.",
         "Start the version of Cohort that made it, or a later release. Nothing was changed."},
        {"db.migration_failed",
         "The database could not be brought up to this version of Cohort.",
         "What went wrong is in the log. The steps before it were kept and the rest was not begun."
        },
    };
    return table;
}

}
