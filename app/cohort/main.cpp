// `cohort`: the command line. Arguments here, and one call into src/ for each command.
#include "base/clock.hpp"
#include "domain/london_time.hpp"
#include "domain/sentences/sentences.hpp"
#include "server/commands/check_values.hpp"
#include "server/commands/list_check.hpp"
#include "server/commands/nodes_command.hpp"
#include "server/commands/password_prompt.hpp"
#include "server/commands/practice_commands.hpp"
#include "server/commands/usage.hpp"

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

namespace {

using cohort::commands::CheckedValue;
using cohort::commands::CheckOptions;
using cohort::commands::InputLines;

// A zone that does not exist is a mistyped argument like any other.
int status_of(const cohort::Error& error) {
    return error.code == cohort::ErrorCode{"time.zone_unknown"} ? cohort::commands::exit_usage : 1;
}

// What a person sees of a failure, and the status that a script sees.
int report(const cohort::Outcome& outcome) {
    if (outcome.ok()) {
        return 0;
    }
    const auto* sentence = cohort::domain::sentence_for(outcome.error().code.text());
    const std::string words =
        sentence ? std::string{sentence->title} + " " + std::string{sentence->what_to_do}
                 : std::string{outcome.error().code.text()};
    std::cerr << "cohort: " << words << '\n';
    return status_of(outcome.error());
}

// `cohort check …`: one value a line in, one JSON object a line out.
void add_check_commands(CLI::App& app, int& status) {
    CLI::App* check = app.add_subcommand(
        "check", "Judge values, one a line on standard input, as a patient list's are judged"
    );
    check->require_subcommand(1);
    const auto add = [&](const char* name, const char* what, CheckedValue value) {
        CLI::App* command = check->add_subcommand(name, what);
        auto options =
            std::make_shared<CheckOptions>(CheckOptions{.value = value, .zone = "Europe/London"});
        command->add_flag_callback(
            "--json-lines",
            [options] { options->lines = InputLines::json; },
            "Each line is a JSON string, so that a value may hold a line's end"
        );
        command->callback([options, &status] {
            status = report(cohort::commands::check_values(*options));
        });
        return std::pair{command, options};
    };
    const auto [mobile, mobile_options] = add("mobile", "Mobile numbers", CheckedValue::mobile);
    mobile->add_flag_callback(
        "--international",
        [options = mobile_options] {
            options->international = cohort::domain::International::allowed;
        },
        "Take numbers of other countries too"
    );
    add("email", "Email addresses", CheckedValue::email);
    add("nhs-number", "NHS numbers", CheckedValue::nhs_number);
    add("text", "Text message segments", CheckedValue::text);
    const auto [time, time_options] =
        add("time", "Times as YYYY-MM-DDTHH:MM, as UTC", CheckedValue::time);
    time->add_option("--zone", time_options->zone, "The time zone")->capture_default_str();
}

int status_of_list(const cohort::commands::ListCheckOptions& options) {
    const auto verdict = cohort::commands::check_list(options);
    if (!verdict) {
        return report(verdict.error());
    }
    const bool refused = *verdict == cohort::commands::ListVerdict::refused;
    return refused ? cohort::commands::exit_refused : 0;
}

constexpr const char* list_check_statuses = R"(Exit statuses:
  0  the file can be used, though rows of it may be left out
  1  the file could not be read, or the answer not be written
  2  the command line could not be understood
  3  the file is refused; the answer says why)";

// `cohort list check FILE`: judge a patient list as the upload page does.
void add_list_commands(CLI::App& app, int& status) {
    using cohort::commands::ListCheckOptions;
    CLI::App* list = app.add_subcommand("list", "Patient lists");
    list->require_subcommand(1);
    CLI::App* check = list->add_subcommand("check", "Say what Cohort makes of a patient list");
    auto options = std::make_shared<ListCheckOptions>();
    check->add_option("file", options->file, "The CSV file, or - for standard input")->required();
    check->add_flag_callback(
        "--json",
        [options] { options->report = ListCheckOptions::Report::json; },
        "Print one JSON object"
    );
    check->add_flag_callback(
        "--summary",
        [options] { options->accepted = ListCheckOptions::Accepted::summed_up; },
        "With --json: a count and a SHA-256 instead of the patients"
    );
    check->add_option("--max-rows", options->read.patients_max, "Patients allowed in one list")
        ->check(cohort::commands::whole_number(1, cohort::upload::patients_most))
        ->capture_default_str();
    check
        ->add_option(
            "--max-bytes",
            options->read.bytes_max,
            "Bytes allowed in one file (default: 10 MiB, and at least 1 KiB for each patient "
            "allowed)"
        )
        ->check(cohort::commands::whole_number(1, cohort::upload::bytes_most));
    check->add_flag_callback(
        "--international",
        [options] { options->read.international = cohort::domain::International::allowed; },
        "Take mobiles of other countries too, as a practice may"
    );
    check->footer(list_check_statuses);
    check->callback([options, &status] {
        options->read.today = cohort::domain::london_date(cohort::SystemClock{}.now());
        status = status_of_list(*options);
    });
}

std::shared_ptr<cohort::commands::Installation> installation_of(CLI::App* command) {
    auto at = std::make_shared<cohort::commands::Installation>();
    command->add_option("--data", at->data, "The data folder")->capture_default_str();
    command->add_option(
        "--database,--postgresql", at->postgresql, "conninfo, instead of the data folder's file"
    );
    command->add_option("--master-key", at->master_key, "File, instead of the data folder's");
    return at;
}

void add_practice_settings(CLI::App& practice, int& status) {
    using cohort::domain::International;
    CLI::App* set = practice.add_subcommand(
        "set", "Change what a practice's lists may hold, and when its messages leave"
    );
    const auto ods = std::make_shared<std::string>();
    const auto settings = std::make_shared<cohort::commands::PracticeSettings>();
    const auto abroad = std::make_shared<std::string>();
    set->add_option("--ods", *ods, "The practice's ODS code")->required();
    set->add_option("--patients-max", settings->patients_max, "Patients allowed in one list")
        ->check(cohort::commands::whole_number(1, cohort::upload::patients_most));
    set->add_option("--international-numbers", *abroad, "yes or no: mobiles of other countries too")
        ->check(cohort::commands::one_of({"yes", "no"}));
    set->add_option(
        "--send-window", settings->send_window, "Hours: 'mon-fri 08:00-18:00', or 'always'"
    );
    set->add_option("--undo-seconds", settings->undo_seconds, "How long 'Send now' waits: 0 to 300")
        ->check(cohort::commands::whole_number(0, cohort::practice::undo_max.count()));
    const auto limit = cohort::commands::whole_number(0, 1'000'000'000);
    set->add_option("--texts-a-day", settings->texts_a_day, "Texts in one day; 0: no limit")
        ->check(limit);
    set->add_option("--texts-a-month", settings->texts_a_month, "Texts in one month; 0: no limit")
        ->check(limit);
    set->callback([ods, settings, abroad, at = installation_of(set), &status] {
        if (!abroad->empty()) {
            settings->international =
                *abroad == "yes" ? International::allowed : International::refused;
        }
        status = report(cohort::commands::set_practice(*at, *ods, *settings, std::cout));
    });
}

void add_practice_commands(CLI::App& app, int& status) {
    using cohort::practice::Feature;
    using cohort::practice::Switch;
    CLI::App* practice = app.add_subcommand("practice", "Practices");
    practice->require_subcommand(1);
    CLI::App* add = practice->add_subcommand("add", "Add a practice");
    const auto added = std::make_shared<cohort::practice::NewPractice>();
    add->add_option("--ods", added->ods_code, "Its ODS code")->required();
    add->add_option("--name", added->name, "Its name, as patients know it")->required();
    add->add_option("--reply-to", added->email_reply_to, "Where replies to emails go");
    add->add_flag_callback("--no-sms", [added] { added->sms_enabled = false; }, "Emails only");
    add->callback([added, at = installation_of(add), &status] {
        status = report(cohort::commands::add_practice(*at, *added, std::cout));
    });
    CLI::App* list = practice->add_subcommand("list", "All practices");
    list->callback([at = installation_of(list), &status] {
        status = report(cohort::commands::list_practices(*at, std::cout));
    });
    CLI::App* feature = practice->add_subcommand("feature", "Switch a feature on or off");
    const auto ods = std::make_shared<std::string>();
    const auto which = std::make_shared<std::string>();
    const auto to = std::make_shared<std::string>();
    feature->add_option("--ods", *ods, "The practice's ODS code")->required();
    feature->add_option("feature", *which, "bulk-messages or sms")
        ->required()
        ->check(cohort::commands::one_of({"bulk-messages", "sms"}));
    feature->add_option("switch", *to, "on or off")
        ->required()
        ->check(cohort::commands::one_of({"on", "off"}));
    feature->callback([ods, which, to, at = installation_of(feature), &status] {
        status = report(cohort::commands::set_feature(
            *at,
            *ods,
            *which == "sms" ? Feature::sms : Feature::bulk_messages,
            *to == "on" ? Switch::on : Switch::off,
            std::cout
        ));
    });
    add_practice_settings(*practice, status);
}

// None where one is to be made.
cohort::Result<std::string> password_where(bool asked_for) {
    return asked_for ? cohort::commands::read_password() : std::string{};
}

cohort::Outcome add_user(
    const cohort::commands::Installation& at,
    cohort::commands::NewUserOptions user,
    bool password_is_given
) {
    COHORT_TRY(password, password_where(password_is_given));
    user.password = std::move(password);
    return cohort::commands::add_user(at, user, std::cout);
}

cohort::Outcome set_password(
    const cohort::commands::Installation& at, const std::string& email, bool password_is_given
) {
    COHORT_TRY(password, password_where(password_is_given));
    return cohort::commands::set_password(at, email, password, std::cout);
}

void add_people_commands(CLI::App& app, int& status) {
    CLI::App* user = app.add_subcommand("user", "The people of a practice");
    user->require_subcommand(1);
    CLI::App* add =
        user->add_subcommand("add", "Add somebody; without --password-stdin a password is made");
    const auto added = std::make_shared<cohort::commands::NewUserOptions>();
    const auto from_input = std::make_shared<bool>(false);
    add->add_option("--ods", added->ods_code, "The practice's ODS code")->required();
    add->add_option("--email", added->email, "What they sign in with")->required();
    add->add_option("--name", added->name, "As shown beside what they send")->required();
    add->add_option("--role", added->role, "manager or sender")
        ->check(cohort::commands::one_of({"manager", "sender"}))
        ->capture_default_str();
    add->add_flag(
        "--password-stdin",
        *from_input,
        "Read the password from standard input; at a terminal it is asked for"
    );
    add->callback([added, from_input, at = installation_of(add), &status] {
        status = report(add_user(*at, *added, *from_input));
    });
    CLI::App* password = user->add_subcommand("password", "Give somebody a new password");
    const auto email = std::make_shared<std::string>();
    const auto typed = std::make_shared<bool>(false);
    password->add_option("--email", *email, "What they sign in with")->required();
    password->add_flag(
        "--password-stdin",
        *typed,
        "Read the password from standard input; at a terminal it is asked for"
    );
    password->callback([email, typed, at = installation_of(password), &status] {
        status = report(set_password(*at, *email, *typed));
    });
    CLI::App* key = app.add_subcommand("api-key", "Keys for the JSON API");
    key->require_subcommand(1);
    CLI::App* add_key = key->add_subcommand("add", "Make a key; it is printed once");
    const auto ods = std::make_shared<std::string>();
    const auto label = std::make_shared<std::string>();
    add_key->add_option("--ods", *ods, "The practice's ODS code")->required();
    add_key->add_option("--label", *label, "As shown beside what is sent with it")->required();
    add_key->callback([ods, label, at = installation_of(add_key), &status] {
        status = report(cohort::commands::add_api_key(*at, *ods, *label, std::cout));
    });
    CLI::App* demo = app.add_subcommand("demo", "Set up the demonstration practice");
    demo->callback([at = installation_of(demo), &status] {
        status = report(cohort::commands::seed_demonstration(*at, std::cout));
    });
}

void add_node_commands(CLI::App& app, int& status) {
    CLI::App* nodes = app.add_subcommand(
        "nodes", "The servers that share the database, and what each of them holds"
    );
    nodes->callback([at = installation_of(nodes), &status] {
        status = report(cohort::commands::list_nodes(*at, std::cout));
    });
}

constexpr const char* first_steps = R"(First steps:
  cohort practice add --ods A81001 --name "Riverside Surgery"
  cohort practice feature --ods A81001 bulk-messages on
  cohort user add --ods A81001 --email robin@example.org --name Robin --role manager
  cohort list check patients.csv
'cohort COMMAND --help' tells more about a command.)";

int run(int argc, char** argv) {
    CLI::App app{"Cohort: bulk messages for GP practices. The operator's command line.", "cohort"};
    app.set_version_flag("--version", "cohort " COHORT_VERSION);
    app.require_subcommand(1);
    int status = 0;
    add_practice_commands(app, status);
    add_people_commands(app, status);
    add_node_commands(app, status);
    add_list_commands(app, status);
    add_check_commands(app, status);
    app.footer(first_steps); // after the commands, which would take it over
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& asked) { // for help or the version
        return app.exit(asked);
    } catch (const CLI::ParseError& fault) {
        std::cerr << cohort::commands::usage_fault(app, fault);
        return cohort::commands::exit_usage;
    }
    return status;
}

}

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& fault) {
        std::cerr << "cohort: this is our fault, not yours: " << fault.what() << '\n';
        return 70; // EX_SOFTWARE
    }
}
