#include "simulator/simulator.hpp"

#include "base/clock.hpp"
#include "platform/http/server.hpp"
#include "platform/net/deadline.hpp"
#include "simulator/mail/certificate.hpp"
#include "simulator/mail/server.hpp"
#include "simulator/smsc/centre.hpp"
#include "simulator/smsc/server.hpp"
#include "simulator/web.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <optional>

namespace cohort::simulator {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto stop_grace = 2s;

}

// Members in the order in which they depend on those above.
struct Simulator::Inside {
    explicit Inside(Executor its_executor) : executor(std::move(its_executor)) {}

    Executor executor;
    SystemClock clock;
    World world;
    std::optional<Rules> rules;
    mail::MailOptions mail_options;
    mail::CertificateFiles certificate;

    // The ledger's thread calls after this object began to go only into what this holds.
    struct Wake {
        std::atomic<bool> posted = false;
        Inside* inside = nullptr; // touched on the executor only
    };

    std::shared_ptr<Wake> wake = std::make_shared<Wake>();
    std::unique_ptr<Ledger> ledger;
    std::optional<smsc::Centre> centre;
    std::unique_ptr<smsc::Server> sms_server;
    std::unique_ptr<mail::Server> mail_server;
    std::unique_ptr<http::Server> web_server;
    bool disk_refused = false;

    Outcome open(Options options);
    Outcome open_ledger(const Options& options, smsc::Centre::Unfinished& unfinished);
    void flush();
};

Outcome
Simulator::Inside::open_ledger(const Options& options, smsc::Centre::Unfinished& unfinished) {
    const auto see = [&](const Record& record) {
        world.apply(record);
        unfinished.see(record);
    };
    const auto durable = [its = wake, to = executor] {
        // One flush serves every sync that ended before it runs.
        if (!its->posted.exchange(true)) {
            asio::post(to, [its] {
                its->posted = false;
                if (its->inside != nullptr) {
                    its->inside->flush();
                }
            });
        }
    };
    COHORT_TRY(opened, Ledger::open(options.data / "ledger.jsonl", see, durable));
    ledger = std::move(opened);
    return done();
}

Outcome Simulator::Inside::open(Options options) {
    std::error_code fault;
    options.data = std::filesystem::absolute(options.data, fault);
    std::filesystem::create_directories(options.data, fault);
    if (fault) {
        return Error{ErrorKind::unavailable, "simulator.data.unusable", fault.message()};
    }
    smsc::Centre::Unfinished unfinished;
    COHORT_CHECK(open_ledger(options, unfinished));
    COHORT_TRY(read_rules, Rules::open(options.data / "rules.json"));
    rules.emplace(std::move(read_rules));
    COHORT_TRY(files, mail::certificate_in(options.data));
    certificate = files;
    COHORT_TRY(
        tls,
        net::TlsServer::make(
            {.certificate_file = files.certificate.string(),
             .private_key_file = files.private_key.string()}
        )
    );
    smsc::CentreOptions centre_options{
        .system_id = options.system_id,
        .password = options.password.reveal(),
        .receipt_delay_ms = options.receipt_delay_ms,
        .default_alphabet = options.default_alphabet == "latin1" ? smsc::DefaultAlphabet::latin1
                                                                 : smsc::DefaultAlphabet::gsm7,
        .receipt_window = options.receipt_window,
    };
    centre.emplace(*ledger, *rules, world, clock, std::move(centre_options));
    centre->resume(std::move(unfinished));
    mail_options.user = options.system_id;
    mail_options.password = options.password.reveal();
    mail_options.sign_in =
        options.smtp_sign_in_required ? mail::SignIn::required : mail::SignIn::optional;
    COHORT_TRY(sms, smsc::Server::open(executor, options.smpp_port, *centre, *ledger));
    sms_server = std::move(sms);
    const mail::Post post{*ledger, *rules, world, clock, mail_options};
    COHORT_TRY(mails, mail::Server::open(executor, options.smtp_port, std::move(tls), post));
    mail_server = std::move(mails);
    http::ServerOptions web_options;
    web_options.port = options.http_port;
    COHORT_TRY(
        web,
        http::Server::open(
            executor, std::move(web_options), routes({world, *rules, *ledger, *centre})
        )
    );
    web_server = std::move(web);
    wake->inside = this;
    return done();
}

void Simulator::Inside::flush() {
    if (ledger->failed()) {
        // Nothing may be answered any more: end, so that clients see a broken line and not a lie.
        disk_refused = true;
        sms_server->close();
        mail_server->close();
        asio::co_spawn(executor, web_server->stop(0ms), asio::detached);
        return;
    }
    sms_server->flush();
    mail_server->flush();
}

Simulator::Simulator(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

Simulator::~Simulator() {
    inside_->wake->inside = nullptr;
}

Result<std::unique_ptr<Simulator>> Simulator::open(Executor executor, Options options) {
    auto inside = std::make_unique<Inside>(std::move(executor));
    COHORT_CHECK(inside->open(std::move(options)));
    return std::unique_ptr<Simulator>(new Simulator(std::move(inside)));
}

std::uint16_t Simulator::smpp_port() const {
    return inside_->sms_server->port();
}

std::uint16_t Simulator::smtp_port() const {
    return inside_->mail_server->port();
}

std::uint16_t Simulator::http_port() const {
    return inside_->web_server->port();
}

std::filesystem::path Simulator::ca_file() const {
    return inside_->certificate.certificate;
}

Task<Outcome> Simulator::run() {
    co_await inside_->web_server->run();
    if (inside_->disk_refused) {
        co_return Error{ErrorKind::unavailable, "simulator.ledger.disk_refused"};
    }
    co_return done();
}

Task<void> Simulator::stop() {
    inside_->sms_server->close();
    inside_->mail_server->close();
    co_await inside_->web_server->stop(stop_grace);
}

}
