// Goal 3 of docs/performance.md, its signed half: letters written and signed with RSA-2048 on the
// threads for work, as a share of what the bare key signs on as many threads.
//     usage: dkim_rate [rounds=5] [letters=4000]
// Each round runs the bare key and the letters in turn: this machine is shared, and only ratios of
// one round can be compared. The medians are told.
#include "bench/support/measure.hpp"
#include "edge/smtp/preparing.hpp"

#include <boost/asio/io_context.hpp>

#include <fmt/core.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

namespace {

using namespace cohort;

Password make_key() {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}), &EVP_PKEY_free
    );
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &text);
    return Password{std::string(text, static_cast<std::size_t>(size))};
}

double bare_rate(const smtp::dkim::Key& key, std::size_t threads, std::size_t signatures) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::jthread> all;
    all.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) {
        all.emplace_back([&key, each = signatures / threads] {
            for (std::size_t k = 0; k < each; ++k) {
                COHORT_ENSURE(key.sign("as short as can be").ok(), "a key that signs");
            }
        });
    }
    all.clear();
    return static_cast<double>(signatures) / bench::seconds_since(start);
}

double letter_rate(const smtp::LetterWriter& writer, std::size_t threads, std::size_t letters) {
    boost::asio::io_context io;
    net::Pool pool({.threads = threads});
    std::size_t signed_letters = 0;
    const auto preparing = std::make_shared<smtp::Preparing>(
        io.get_executor(),
        pool,
        writer,
        [&signed_letters](smtp::Written written) {
            signed_letters += std::holds_alternative<smtp::Outgoing>(written) ? 1 : 0;
        }
    );
    const TimePoint now = SystemClock{}.now();
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < letters; ++i) {
        send::Submission given;
        given.key.position = Position{static_cast<std::int64_t>(i)};
        given.to = fmt::format("p{}@example.com", i);
        given.from_name = "The Surgery";
        given.subject = "Your appointment";
        given.text = std::string(300, 'x'); // 1 KiB as a letter, in both its forms
        given.reference = fmt::format("ref-{}", i);
        given.valid_until = now + std::chrono::hours{1};
        preparing->add(std::move(given), now);
    }
    io.run();
    COHORT_ENSURE(signed_letters == letters, "letters that were not signed");
    return static_cast<double>(letters) / bench::seconds_since(start);
}

int run(int count, char** values) {
    const int rounds =
        count > 1 ? std::atoi(values[1]) : 5; // NOLINT(cert-err34-c): 0 rounds is seen
    const int letters = count > 2 ? std::atoi(values[2]) : 4'000; // NOLINT(cert-err34-c): the same
    const std::size_t threads = std::thread::hardware_concurrency();
    smtp::SmtpSettings settings;
    settings.envelope_from = "bounce@practice.example.org";
    settings.from_address = "surgery@practice.example.org";
    settings.message_id_domain = "practice.example.org";
    const Password pem = make_key();
    settings.dkim_keys.push_back({"s2026", pem});
    const smtp::LetterWriter writer(settings);
    const auto key = smtp::dkim::Key::read(pem);
    std::vector<double> bare;
    std::vector<double> whole;
    std::vector<double> share;
    for (int i = 0; i < rounds; ++i) {
        bare.push_back(bare_rate(*key, threads, static_cast<std::size_t>(letters)));
        whole.push_back(letter_rate(writer, threads, static_cast<std::size_t>(letters)));
        share.push_back(whole.back() / bare.back());
    }
    fmt::print(
        "{} threads: the bare key {:.0f} signatures/s, letters {:.0f}/s, share {:.2f}\n",
        threads,
        bench::median(bare),
        bench::median(whole),
        bench::median(share)
    );
    return 0;
}

}

int main(int count, char** values) {
    return bench::run_program("dkim_rate", &run, count, values);
}
