#include "edge/smtp/bounces/bounce.hpp"

#include "edge/smtp/bounces/mail.hpp"
#include "edge/smtp/bounces/meaning.hpp"
#include "edge/smtp/bounces/transfer.hpp"

#include <doctest/doctest.h>
#include <fmt/core.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

namespace cohort::smtp::bounces {

namespace {

const Verp verp("bounces.example.org", VerpKey{"a key of the test's own"});
const Ours ours{&verp, "practice.example.org"};
const std::string reference = "abcdefghijklmnopqrstuvwxyz234567";
const std::string ours_to = verp.address(reference).value();

std::string said(const Bounce& bounce) {
    switch (bounce.kind) {
    case Bounce::Kind::stranger:
        return "stranger";
    case Bounce::Kind::answer:
        return "answer";
    case Bounce::Kind::receipts:
        break;
    }
    constexpr const char* words[] = {"interim", "delivered", "failed", "expired", "unknown"};
    std::string all;
    for (const auto& receipt : bounce.receipts) {
        CHECK(receipt.provider_reference == reference);
        all += all.empty() ? "" : ", ";
        all += words[static_cast<int>(receipt.says)];
        all += receipt.reason.empty() ? "" : " " + receipt.reason;
    }
    return all;
}

std::string report(std::string_view recipient_fields, std::string_view message_fields = "") {
    return fmt::format(
        "From: MAILER-DAEMON@mx.example.net (Mail Delivery System)\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "Auto-Submitted: auto-replied\r\n"
        "Content-Type: multipart/report; report-type=delivery-status;\r\n"
        "\tboundary=\"b1\"\r\n"
        "\r\n"
        "This is a MIME-encapsulated message.\r\n"
        "\r\n"
        "--b1\r\n"
        "Content-Type: text/plain; charset=us-ascii\r\n"
        "\r\n"
        "I'm sorry. It is all explained below.\r\n"
        "\r\n"
        "--b1\r\n"
        "Content-Type: message/delivery-status\r\n"
        "\r\n"
        "Reporting-MTA: dns; mx.example.net\r\n"
        "{}"
        "\r\n"
        "{}"
        "\r\n"
        "--b1\r\n"
        "Content-Type: text/rfc822-headers\r\n"
        "\r\n"
        "Subject: Your appointment\r\n"
        "\r\n"
        "--b1--\r\n",
        message_fields,
        recipient_fields
    );
}

std::string plain(std::string_view fields, std::string_view text) {
    return fmt::format("{}To: {}\r\n\r\n{}", fields, ours_to, text);
}

}

TEST_CASE("bounce: what a report's action and status mean") {
    struct Row {
        const char* fields;
        const char* meaning;
    };

    for (const Row& row : {
             Row{"Action: failed\r\nStatus: 5.1.1\r\n", "failed email.address_unknown"},
             Row{"Action: failed\r\nStatus: 5.1.3\r\n", "failed email.address_unknown"},
             Row{"Action: failed\r\nStatus: 5.1.6\r\n", "failed email.address_unknown"},
             Row{"Action: failed\r\nStatus: 5.1.2\r\n", "failed email.domain_unknown"},
             Row{"Action: failed\r\nStatus: 5.1.10\r\n", "failed email.domain_unknown"},
             Row{"Action: failed\r\nStatus: 5.1.10\r\nDiagnostic-Code: smtp;550 5.1.10\r\n"
                 " RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup\r\n",
                 "failed email.address_unknown"},
             Row{"Action: failed\r\nStatus: 5.2.1\r\n", "failed email.mailbox_closed"},
             Row{"Action: failed\r\nStatus: 5.2.2\r\n", "failed email.mailbox_full"},
             Row{"Action: failed\r\nStatus: 4.2.2\r\n", "failed email.mailbox_full"},
             Row{"Action: failed\r\nStatus: 5.2.3\r\n", "failed email.message_too_large"},
             Row{"Action: failed\r\nStatus: 5.3.4\r\n", "failed email.message_too_large"},
             Row{"Action: failed\r\nStatus: 5.4.4\r\n", "failed email.domain_unreachable"},
             Row{"Action: failed\r\nStatus: 5.6.0\r\n", "failed email.message_refused"},
             Row{"Action: failed\r\nStatus: 5.6.7\r\n", "failed email.address_needs_smtputf8"},
             Row{"Action: failed\r\nStatus: 5.7.1\r\n", "failed email.provider_refused_us"},
             Row{"Action: failed\r\nStatus: 5.7.26\r\n", "failed email.provider_refused_us"},
             Row{"Action: failed\r\nStatus: 5.7.1\r\nDiagnostic-Code: smtp; 550 user unknown\r\n",
                 "failed email.provider_refused_us"},
             Row{"Action: failed\r\nStatus: 5.5.1\r\n", "failed email.undelivered"},
             Row{"Action: failed\r\nStatus: 5.0.0\r\n", "failed email.undelivered"},
             Row{"Action: failed\r\nStatus: 5.0.0\r\n"
                 "Diagnostic-Code: smtp; 550 5.1.1 <a@b> unknown\r\n",
                 "failed email.address_unknown"},
             Row{"Action: failed\r\nDiagnostic-Code: smtp; 550 no such user here\r\n",
                 "failed email.address_unknown"},
             Row{"Action: failed\r\nDiagnostic-Code: X-Postfix; mailbox is full\r\n",
                 "failed email.mailbox_full"},
             Row{"Action: failed\r\n", "failed email.undelivered"},
             Row{"Action: failed\r\nStatus: 4.4.7\r\n", "expired email.undelivered_in_time"},
             Row{"Action: failed\r\nStatus: 4.4.1\r\n", "expired email.undelivered_in_time"},
             Row{"Action: delayed\r\nStatus: 4.4.1\r\n", "interim email.delayed"},
             Row{"Action: Delivered\r\nStatus: 2.0.0\r\n", "delivered"},
             Row{"Action: relayed\r\nStatus: 2.0.0\r\n", "interim email.passed_on"},
             Row{"Action: expanded\r\nStatus: 2.0.0\r\n", "interim email.passed_on"},
             Row{"Action: eaten\r\nStatus: 2.0.0\r\n", "unknown email.report_unclear"},
             Row{"ACTION :failed (permanently)\r\nstatus: 5.1.1 (no such user)\r\n",
                 "failed email.address_unknown"},
             Row{"Action: failed\r\nStatus: 5.1.1\r\n\r\nAction: delivered\r\nStatus: 2.0.0\r\n",
                 "failed email.address_unknown, delivered"},
         }) {
        CAPTURE(row.fields);
        CHECK(said(read_bounce(report(row.fields), ours_to, ours)) == row.meaning);
    }
}

TEST_CASE("bounce: the detail holds codes, never the report's words; the raw mail is kept, cut") {
    const auto mail =
        report("Final-Recipient: rfc822; jo@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n"
               "Diagnostic-Code: smtp; 550 5.1.1 <jo@example.com> unknown\r\n");
    const auto bounce = read_bounce(mail, ours_to, ours);
    REQUIRE(bounce.receipts.size() == 1);
    CHECK(bounce.receipts[0].detail == "failed 5.1.1");
    CHECK(bounce.receipts[0].raw == mail);

    const auto large = mail + std::string(100'000, 'x');
    CHECK(read_bounce(large, ours_to, ours).receipts.at(0).raw.size() == raw_bytes_max);
}

TEST_CASE("bounce: address, envelope id and Message-ID lead to the same letter") {
    const std::string failed = "Action: failed\r\nStatus: 5.1.1\r\n";
    const std::string meaning = "failed email.address_unknown";
    const auto by_id = report(failed, "Original-Envelope-Id: " + reference + "\r\n");
    auto by_message_id = report(failed);
    by_message_id.replace(
        by_message_id.find("Subject: Your"),
        8,
        "Message-ID: <" + reference + "@practice.example.org>\r\nSubject:"
    );

    CHECK(said(read_bounce(report(failed), ours_to, ours)) == meaning);
    CHECK(
        said(read_bounce("Delivered-To: " + ours_to + "\r\n" + report(failed), "", ours)) == meaning
    );
    CHECK(said(read_bounce("To: B <" + ours_to + ">\r\n" + report(failed), "", ours)) == meaning);
    CHECK(said(read_bounce(by_id, "bounce@practice.example.org", ours)) == meaning);
    CHECK(said(read_bounce(by_message_id, "", ours)) == meaning);
    CHECK(
        said(read_bounce(
            "In-Reply-To: <" + reference + "@practice.example.org>\r\n" + report(failed), "", ours
        ))
        == meaning
    );

    CHECK(said(read_bounce(report(failed), "", ours)) == "stranger");
    CHECK(said(read_bounce(report(failed), "bounce+x@bounces.example.org", ours)) == "stranger");
    const Ours elsewhere{nullptr, "other.example.org"};
    CHECK(said(read_bounce(by_message_id, ours_to, elsewhere)) == "stranger");
}

TEST_CASE("bounce: those that look like no report are read by their words") {
    struct Row {
        const char* label;
        std::string mail;
        const char* meaning;
    };

    const std::vector<Row> rows{
        {"qmail",
         plain(
             "From: MAILER-DAEMON@mx.example.net\r\nSubject: failure notice\r\n",
             "Hi. This is the qmail-send program at mx.example.net.\r\n"
             "I'm afraid I wasn't able to deliver your message to the following addresses.\r\n"
             "This is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n"
             "<jo@example.com>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n"
             "--- Below this line is a copy of the message.\r\n\r\nour policy on spam\r\n"
         ),
         "failed email.address_unknown"},
        {"Exim",
         plain(
             "X-Failed-Recipients: jo@example.com\r\nAuto-Submitted: auto-replied\r\n"
             "From: Mail Delivery System <Mailer-Daemon@mx.example.net>\r\n"
             "Subject: Mail delivery failed: returning message to sender\r\n",
             "A message that you sent could not be delivered to one or more of its recipients.\r\n"
             "  jo@example.com\r\n    SMTP error from remote mail server after RCPT TO:\r\n"
             "    550 No such user here\r\n\r\n------ This is a copy of your message\r\n"
         ),
         "failed email.address_unknown"},
        {"Exchange",
         plain(
             "From: Microsoft Outlook <postmaster@example.net>\r\nSubject: Undeliverable: Your "
             "appointment\r\n",
             "Delivery has failed to these recipients or groups:\r\njo@example.com\r\n"
             "The recipient's mailbox is full and can't accept messages now.\r\n"
             "Remote Server returned '554 5.2.2 mailbox full'\r\n\r\nOriginal message headers:\r\n"
         ),
         "failed email.mailbox_full"},
        {"Gmail",
         plain(
             "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\r\n"
             "Subject: Delivery Status Notification (Failure)\r\n",
             "** Address not found **\r\nYour message wasn't delivered to jo@gmail.com because the "
             "address couldn't be found, or is unable to receive mail.\r\n"
             "The response was:\r\n550-5.1.1 The email account that you tried to reach does not "
             "exist.\r\n"
         ),
         "failed email.address_unknown"},
        {"Gmail, late",
         plain(
             "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\r\n"
             "Subject: Delivery Status Notification (Delay)\r\n",
             "** Delivery incomplete **\r\nThere was a temporary problem delivering your message. "
             "Gmail will retry for 46 more hours.\r\n"
         ),
         "interim email.delayed"},
        {"Yahoo",
         plain(
             "From: MAILER-DAEMON@yahoo.com\r\nSubject: Failure Notice\r\n",
             "Sorry, we were unable to deliver your message to the following address.\r\n\r\n"
             "<jo@yahoo.com>:\r\n552: 1 Requested mail action aborted, mailbox not found\r\n"
         ),
         "failed email.address_unknown"},
        {"Yahoo, by policy",
         plain(
             "From: MAILER-DAEMON@yahoo.com\r\nSubject: Failure Notice\r\n",
             "<jo@yahoo.com>:\r\n554: 5.7.9 Message not accepted for policy reasons.\r\n"
         ),
         "failed email.provider_refused_us"},
        {"Sendmail, tried for days",
         plain(
             "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>\r\n"
             "Subject: Returned mail: see transcript for details\r\n",
             "   ----- The following addresses had permanent fatal errors -----\r\n"
             "<jo@example.com>\r\n    (reason: 4.4.7 Message could not be delivered for 5 days)\r\n"
         ),
         "expired email.undelivered_in_time"},
        {"a bounce of few words",
         plain(
             "From: postmaster@mx.example.net\r\nSubject: Undeliverable mail\r\n",
             "It did not work.\r\n"
         ),
         "failed email.undelivered"},
        {"an answer of a machine",
         plain(
             "From: Jo <jo@example.com>\r\nSubject: Automatic reply: Your appointment\r\n"
             "Auto-Submitted: auto-replied\r\n",
             "I am away. My mailbox is full of unknown users.\r\n"
         ),
         "answer"},
        {"an old machine",
         plain(
             "From: jo@example.com\r\nSubject: Away\r\nX-Autoreply: yes\r\n", "Until Monday.\r\n"
         ),
         "answer"},
        {"out of office",
         plain("From: jo@example.com\r\nSubject: Out of Office\r\n", "I'm not there.\r\n"),
         "answer"},
        {"a receipt that it was read",
         plain(
             "From: jo@example.com\r\nSubject: Read: Your appointment\r\nContent-Type: "
             "multipart/report; report-type=disposition-notification; boundary=x\r\n",
             "--x\r\n\r\nRead.\r\n--x--\r\n"
         ),
         "answer"},
        {"a person's letter",
         plain(
             "From: jo@example.com\r\nSubject: Re: Your appointment\r\n",
             "There is no such user as me. 550 5.1.1\r\n"
         ),
         "unknown email.report_unclear"},
        {"nothing at all", plain("", ""), "unknown email.report_unclear"},
    };

    for (const auto& row : rows) {
        CAPTURE(row.label);
        const auto bounce = read_bounce(row.mail, ours_to, ours);
        CHECK(said(bounce) == row.meaning);
        for (const auto& receipt : bounce.receipts) {
            CHECK(receipt.detail.starts_with("by its words: "));
            CHECK_FALSE(receipt.detail.contains('@'));
        }
    }
}

TEST_CASE("bounce: parts in parts, either line end, and coded parts are read alike") {
    auto nested = std::string{"To: "} + ours_to
                  + "\r\nContent-Type: Multipart/Mixed; x=y; BOUNDARY=outer\r\n\r\n--outer\r\n"
                  + report("Action: failed\r\nStatus: 5.1.1\r\n") + "\r\n--outer--\r\n";
    CHECK(said(read_bounce(nested, "", ours)) == "failed email.address_unknown");
    std::erase(nested, '\r');
    CHECK(said(read_bounce(nested, "", ours)) == "failed email.address_unknown");

    const auto coded = plain(
        "From: mailer-daemon@x.test\r\nContent-Type: text/plain\r\n"
        "Content-Transfer-Encoding: base64\r\n",
        "dXNlciB1bmtub3du\r\n" // "user unknown"
    );
    CHECK(said(read_bounce(coded, "", ours)) == "failed email.address_unknown");
    CHECK(read_quoted_printable("a=3Db=\r\nc=\nd=ZZ=") == "a=bcd=ZZ=");
    CHECK(read_base64("YQ==") == "a");
    CHECK(read_base64("YW\r\nJj*") == "abc");
}

TEST_CASE("bounce: a status is found in words, and an address of the network is none") {
    struct Row {
        const char* text;
        std::optional<EnhancedStatus> status;
    };

    for (const Row& row : {
             Row{"550 5.1.1 no", EnhancedStatus{5, 1, 1}},
             Row{"(#5.2.2)", EnhancedStatus{5, 2, 2}},
             Row{"550-5.1.1 no", EnhancedStatus{5, 1, 1}},
             Row{"said 4.4.7.", EnhancedStatus{4, 4, 7}},
             Row{"[10.5.1.1] said no", std::nullopt},
             Row{"[5.1.1.7] said 5.7.1", EnhancedStatus{5, 7, 1}},
             Row{"45.1.1", std::nullopt},
             Row{"5.1", std::nullopt},
             Row{"550 no", std::nullopt},
             Row{"", std::nullopt},
         }) {
        CAPTURE(row.text);
        CHECK(find_status(row.text) == row.status);
    }
}

TEST_CASE("bounce: mails without measure are read only so far") {
    std::string fields;
    for (int i = 0; i < 1'000; ++i) {
        fields += "X-" + std::to_string(i) + ": y\r\n";
    }
    CHECK(read_mail(fields + "\r\n").fields.every("x-199").size() == 1);
    CHECK(read_mail(fields + "\r\n").fields.every("x-200").empty());
    CHECK(read_mail("A: " + std::string(10'000, 'a')).fields.first("a").size() <= field_bytes_max);

    std::string parts = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    for (int i = 0; i < 1'000; ++i) {
        parts += "--b\r\n\r\ntext\r\n";
    }
    CHECK(read_mail(parts).parts.size() == parts_max);

    std::string deep;
    for (int i = 0; i < 1'000; ++i) {
        deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\r\n\r\n--b"
                + std::to_string(i) + "\r\n";
    }
    CHECK(read_mail(deep).parts.size() == 1);
    CHECK(read_mail(std::string(200'000, 'x') + "\r\n\r\n").parts.size() == 1);
    CHECK(read_mail("\r\n" + std::string(200'000, 'x')).parts.at(0).body.size() == part_bytes_max);
}

TEST_CASE("bounce: any bytes are read, and say nothing that proves") {
    CHECK(rc::check([] {
        const auto bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
        const auto bounce = read_bounce(bytes, ours_to, ours);
        for (const auto& receipt : bounce.receipts) {
            RC_ASSERT(receipt.says == send::Receipt::Says::unknown);
        }
    }));
}

}
