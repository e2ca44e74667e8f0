// A random course of jobs on both engines and on a map: all three must agree after every job.
#include "tests/conformance/engines.hpp"
#include "tests/conformance/statements.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>

namespace cohort::conformance {
namespace {

enum class Act { add, put, raise, drop };
enum class End { keep, fail };

struct Step {
    Act act;
    std::string label;
    std::int64_t count;
};

struct Course {
    std::vector<Step> steps; // one job
    End end;
};

using Model = std::map<std::string, std::int64_t>;

rc::Gen<std::vector<Course>> courses() {
    const auto step = rc::gen::construct<Step>(
        rc::gen::element(Act::add, Act::put, Act::raise, Act::drop),
        rc::gen::element<std::string>("", "a", "A", "é", "🏥", "z z"),
        rc::gen::inRange<std::int64_t>(-3, 20)
    );
    const auto course = rc::gen::construct<Course>(
        rc::gen::container<std::vector<Step>>(step),
        rc::gen::weightedElement<End>({{4, End::keep}, {1, End::fail}})
    );
    return rc::gen::container<std::vector<Course>>(course);
}

// Returns the rows changed, or nothing where the engine must refuse.
std::optional<std::int64_t> apply(Model& model, const Step& step) {
    const auto found = model.find(step.label);
    switch (step.act) {
    case Act::add:
        if (found != model.end() || step.count < 0) {
            return std::nullopt;
        }
        model[step.label] = step.count;
        return 1;
    case Act::put:
        if (step.count < 0) {
            return std::nullopt;
        }
        model[step.label] = step.count;
        return 1;
    case Act::raise:
        if (found == model.end()) {
            return 0;
        }
        if (found->second + step.count < 0) {
            return std::nullopt;
        }
        found->second += step.count;
        return 1;
    case Act::drop:
        return static_cast<std::int64_t>(model.erase(step.label));
    }
    return std::nullopt;
}

std::int64_t apply(db::Transaction& tx, const Step& step) {
    switch (step.act) {
    case Act::add:
        return tx.run(add_counter, step.label, step.count);
    case Act::put:
        return tx.run(put_counter, step.label, step.count);
    case Act::raise:
        return tx.run(raise_counter, step.label, step.count);
    case Act::drop:
        return tx.run(drop_counter, step.label);
    }
    return -1;
}

// What each step changed, with -1 for the one that was refused and ended the job.
std::vector<std::int64_t> run_on_model(Model& model, const Course& course) {
    Model after = model;
    std::vector<std::int64_t> changed;
    for (const Step& step : course.steps) {
        changed.push_back(apply(after, step).value_or(-1));
        if (changed.back() < 0) {
            return changed;
        }
    }
    if (course.end == End::keep) {
        model = after;
    }
    return changed;
}

std::vector<std::int64_t> run_on_engine(db::Database& database, const Course& course) {
    std::vector<std::int64_t> changed;
    const auto outcome = database.write_now([&](db::Transaction& tx) -> Outcome {
        changed.clear();
        for (const Step& step : course.steps) {
            changed.push_back(-1);
            changed.back() = apply(tx, step);
        }
        return course.end == End::keep ? done() : invalid("test.wrong");
    });
    const bool refused = !changed.empty() && changed.back() < 0;
    RC_ASSERT(outcome.ok() == (!refused && course.end == End::keep));
    return changed;
}

Model read_all(db::Database& database) {
    return database
        .read_now([](db::Snapshot& at) -> Result<Model> {
            Model found;
            at.each(all_counters, [&](const db::Row& row) {
                found.emplace(row.text(0), row.integer(1));
            });
            return found;
        })
        .value();
}

TEST_CASE("engines: a random course of jobs ends as it does on a map") {
    Bench sqlite(Engine::sqlite);
    Bench postgresql(Engine::postgresql);

    const bool agree = rc::check("engines agree with the model", [&] {
        const auto all = *courses();
        Model model;
        for (Bench* bench : {&sqlite, &postgresql}) {
            RC_ASSERT(bench->database()
                          .write_now([](db::Transaction& tx) -> Outcome {
                              tx.run(clear_counters);
                              return done();
                          })
                          .ok());
        }
        for (const Course& course : all) {
            const auto expected = run_on_model(model, course);
            for (Bench* bench : {&sqlite, &postgresql}) {
                RC_ASSERT(run_on_engine(bench->database(), course) == expected);
                RC_ASSERT(read_all(bench->database()) == model);
            }
        }
    });

    CHECK(agree);
}

}
}
