#pragma once
// What a mail without a delivery-status part looks like: the bounces of qmail, Exchange, Exim,
// Gmail, Yahoo and their like, warnings that a letter is late, and answers of machines. Pure.
#include "edge/smtp/bounces/delivery_status.hpp"
#include "edge/smtp/bounces/mail.hpp"

namespace cohort::smtp::bounces {

enum class Looks { bounce, delay, answer, anything };

Looks looks_of(const Mail& mail);

// What its words say about the recipient. Requires: it looks like a bounce or a delay.
RecipientStatus read_words(const Mail& mail, Looks looks);

}
