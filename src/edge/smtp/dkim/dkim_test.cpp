#include "edge/smtp/base64.hpp"
#include "edge/smtp/dkim/canonical.hpp"
#include "edge/smtp/dkim/signer.hpp"

#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

namespace cohort::smtp::dkim {

namespace {

const TimePoint noon{
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + std::chrono::hours{12}
};

// RFC 8463 appendix A.1: both secret keys are published, and so are no secrets. The first stands
// there as 32 bytes in base64, here behind the fixed beginning of PKCS #8.
const Password rfc_ed25519{"-----BEGIN PRIVATE KEY-----\n"
                           "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
                           "-----END PRIVATE KEY-----\n"};
const Password rfc_rsa{"-----BEGIN RSA PRIVATE KEY-----\n"
                       "MIICXQIBAAKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQi\n"
                       "Y/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqM\n"
                       "KrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB\n"
                       "AoGAH0cxOhFZDgzXWhDhnAJDw5s4roOXN4OhjiXa8W7Y3rhX3FJqmJSPuC8N9vQm\n"
                       "6SVbaLAE4SG5mLMueHlh4KXffEpuLEiNp9Ss3O4YfLiQpbRqE7Tm5SxKjvvQoZZe\n"
                       "zHorimOaChRL2it47iuWxzxSiRMv4c+j70GiWdxXnxe4UoECQQDzJB/0U58W7RZy\n"
                       "6enGVj2kWF732CoWFZWzi1FicudrBFoy63QwcowpoCazKtvZGMNlPWnC7x/6o8Gc\n"
                       "uSe0ga2xAkEA8C7PipPm1/1fTRQvj1o/dDmZp243044ZNyxjg+/OPN0oWCbXIGxy\n"
                       "WvmZbXriOWoSALJTjExEgraHEgnXssuk7QJBALl5ICsYMu6hMxO73gnfNayNgPxd\n"
                       "WFV6Z7ULnKyV7HSVYF0hgYOHjeYe9gaMtiJYoo0zGN+L3AAtNP9huqkWlzECQE1a\n"
                       "licIeVlo1e+qJ6Mgqr0Q7Aa7falZ448ccbSFYEPD6oFxiOl9Y9se9iYHZKKfIcst\n"
                       "o7DUw1/hz2Ck4N5JrgUCQQCyKveNvjzkkd8HjYs0SwM0fPjK16//5qDZ2UiDGnOe\n"
                       "uEzxBDAr518Z8VFbR41in3W4Y3yCDgQlLlcETrS+zYcL\n"
                       "-----END RSA PRIVATE KEY-----\n"};

constexpr std::string_view rfc_message =
    "From: Joe SixPack <joe@football.example.com>\r\n"
    "To: Suzie Q <suzie@shopping.example.net>\r\n"
    "Subject: Is dinner ready?\r\n"
    "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
    "Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"
    "\r\n"
    "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";

const std::vector<std::string> rfc_names{
    "from", "to", "subject", "date", "message-id", "from", "subject", "date"
};

// A new key of the test's own, as PEM.
Password make_key(const char* kind, std::size_t bits) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        bits == 0 ? EVP_PKEY_Q_keygen(nullptr, nullptr, kind)
                  : EVP_PKEY_Q_keygen(nullptr, nullptr, kind, bits),
        &EVP_PKEY_free
    );
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &text);
    return Password{std::string(text, static_cast<std::size_t>(size))};
}

std::string joined(const std::vector<std::string_view>& fields) {
    std::string all;
    for (const auto field : fields) {
        all.append(field).append("\r\n");
    }
    return all;
}

}

TEST_CASE("dkim: the example of RFC 8463 signs as it is printed there, with both keys") {
    struct Row {
        const char* label;
        Password pem;
        std::string_view field;
        std::string_view signature;
    };

    const std::vector<Row> rows{
        {"Ed25519",
         rfc_ed25519,
         "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
         " d=football.example.com; i=@football.example.com;\r\n"
         " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
         " subject : date : message-id : from : subject : date;\r\n"
         " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
         " b=",
         "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus"
         "Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="},
        {"RSA",
         rfc_rsa,
         "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
         " d=football.example.com; i=@football.example.com;\r\n"
         " q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n"
         " date : message-id : from : subject : date;\r\n"
         " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
         " b=",
         "F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3"
         "DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz"
         "dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8="},
    };

    const auto split = split_message(rfc_message);
    CHECK(
        base64(sha256(relaxed_body(split.body))) == "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8="
    );
    for (const auto& row : rows) {
        CAPTURE(row.label);
        const auto key = Key::read(row.pem);
        REQUIRE(key.ok());
        const auto signature = key->sign(signing_input(split, rfc_names, row.field));
        REQUIRE(signature.ok());
        CHECK(base64(*signature) == row.signature);
    }
}

TEST_CASE("dkim: relaxed fields") {
    struct Row {
        std::string_view field;
        std::string_view relaxed;
    };

    for (const Row& row : {
             Row{"A: X", "a:X"},
             Row{"B : Y\t\r\n\tZ  ", "b:Y Z"}, // RFC 6376 §3.4.5, with the next two
             Row{"Subject: Hello  ", "subject:Hello"},
             Row{"SUBJECT:Hello", "subject:Hello"},
             Row{"Subject:\r\n\r\n\tHello", "subject:Hello"},
             Row{"Subject:", "subject:"},
             Row{"Subject:   ", "subject:"},
             Row{"Subject: a \t b", "subject:a b"},
             Row{"Subject: a:b", "subject:a:b"},
         }) {
        CAPTURE(row.field);
        CHECK(relaxed_field(row.field) == row.relaxed);
    }
}

TEST_CASE("dkim: relaxed bodies") {
    struct Row {
        std::string_view body;
        std::string_view relaxed;
    };

    for (const Row& row : {
             Row{" C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n"}, // RFC 6376 §3.4.5
             Row{"", ""},
             Row{"\r\n", ""},
             Row{"\r\n\r\n", ""},
             Row{" \t\r\n", ""},
             Row{"a", "a\r\n"},
             Row{"a\r\n", "a\r\n"},
             Row{"a\r\n\r\nb\r\n", "a\r\n\r\nb\r\n"},
             Row{"a\r\n \r\n\t\r\nb\r\n \r\n", "a\r\n\r\n\r\nb\r\n"},
             Row{"\r\na\r\n", "\r\na\r\n"},
             Row{"a  b\tc\r\n", "a b c\r\n"},
         }) {
        CAPTURE(row.body);
        CHECK(relaxed_body(row.body) == row.relaxed);
    }
}

TEST_CASE("dkim: the last of several fields is signed first, and a name too many adds nothing") {
    const auto split = split_message("To: one\r\nFrom: a\r\nFrom: b\r\n\r\nbody\r\n");

    CHECK(signing_input(split, {"from"}, "X: b=") == "from:b\r\nx:b=");
    CHECK(signing_input(split, {"from", "from", "from"}, "X: b=") == "from:b\r\nfrom:a\r\nx:b=");
    CHECK(signing_input(split, {"cc", "to"}, "X: b=") == "to:one\r\nx:b=");
}

TEST_CASE("dkim: what a reader sees is signed once more than it is there, unsubscribe links too") {
    const auto signer = Signer::make("practice.example.org", {{"s2026", make_key("ED25519", 0)}});
    REQUIRE(signer.ok());
    const auto out = signer->sign(
        "Date: x\r\nFrom: a\r\nTo: b\r\nSubject: c\r\nMessage-ID: <d>\r\n"
        "List-Unsubscribe: <https://example.org/u/1>\r\n"
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nX-Other: e\r\n\r\nbody\r\n",
        noon
    );

    REQUIRE(out.ok());
    const auto field = relaxed_field(split_message(*out).fields.front());
    CHECK(field.contains(" h=date:from:to:subject:message-id:list-unsubscribe:"
                         "list-unsubscribe-post: from:to:subject:date:reply-to; "));
    CHECK(field.contains(" a=ed25519-sha256; c=relaxed/relaxed; d=practice.example.org; s=s2026;"));
    CHECK(field.contains(" t=1795435200; "));
}

TEST_CASE("dkim: two keys make two signatures, before a letter that stays as it was") {
    const auto signer = Signer::make(
        "practice.example.org", {{"r", make_key("RSA", 2048)}, {"e", make_key("ED25519", 0)}}
    );
    REQUIRE(signer.ok());
    const auto out = signer->sign(rfc_message, noon);

    REQUIRE(out.ok());
    CHECK(out->ends_with(rfc_message));
    const auto fields = split_message(*out).fields;
    REQUIRE(fields.size() == 7);
    CHECK(fields[0].contains("a=rsa-sha256"));
    CHECK(fields[1].contains("a=ed25519-sha256"));
    std::string_view head = *out;
    head = head.substr(0, head.find("\r\n\r\n") + 2);
    CHECK(joined(fields) == head);
    for (; !head.empty(); head.remove_prefix(head.find("\r\n") + 2)) {
        CHECK(head.find("\r\n") <= 78);
    }
}

TEST_CASE("dkim: keys that cannot sign are refused with their selector") {
    struct Row {
        const char* label;
        KeySettings key;
        const char* code;
    };

    const std::vector<Row> rows{
        {"no key", {"s", Password{""}}, "dkim.key_unreadable"},
        {"a public key", {"s", Password{"-----BEGIN PUBLIC KEY-----\n"}}, "dkim.key_unreadable"},
        {"half a key", {"s", Password{rfc_rsa.reveal().substr(0, 200)}}, "dkim.key_unreadable"},
        {"1024 bits", {"s", rfc_rsa}, "dkim.key_too_short"},
        {"another kind", {"s", make_key("X25519", 0)}, "dkim.key_kind"},
        {"no selector", {"", rfc_ed25519}, "dkim.selector_unusable"},
        {"a selector that breaks out", {"a; d=b", rfc_ed25519}, "dkim.selector_unusable"},
    };

    for (const auto& row : rows) {
        CAPTURE(row.label);
        const auto made = Signer::make("practice.example.org", {row.key});
        REQUIRE_FALSE(made.ok());
        CHECK(made.error().code.text() == row.code);
        CHECK(made.error().detail == row.key.selector);
    }
}

}
