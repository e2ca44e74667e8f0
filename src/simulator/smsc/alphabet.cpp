#include "simulator/smsc/alphabet.hpp"

#include "simulator/text.hpp"

#include <array>
#include <optional>

namespace cohort::simulator::smsc {

namespace {

constexpr std::array<char16_t, 128> basic{
    u'@', u'£', u'$', u'¥', u'è', u'é', u'ù', u'ì', u'ò', u'Ç',  u'\n', u'Ø', u'ø',   u'\r', u'Å',
    u'å', u'Δ', u'_', u'Φ', u'Γ', u'Λ', u'Ω', u'Π', u'Ψ', u'Σ',  u'Θ',  u'Ξ', 0xFFFD, u'Æ',  u'æ',
    u'ß', u'É', u' ', u'!', u'"', u'#', u'¤', u'%', u'&', u'\'', u'(',  u')', u'*',   u'+',  u',',
    u'-', u'.', u'/', u'0', u'1', u'2', u'3', u'4', u'5', u'6',  u'7',  u'8', u'9',   u':',  u';',
    u'<', u'=', u'>', u'?', u'¡', u'A', u'B', u'C', u'D', u'E',  u'F',  u'G', u'H',   u'I',  u'J',
    u'K', u'L', u'M', u'N', u'O', u'P', u'Q', u'R', u'S', u'T',  u'U',  u'V', u'W',   u'X',  u'Y',
    u'Z', u'Ä', u'Ö', u'Ñ', u'Ü', u'§', u'¿', u'a', u'b', u'c',  u'd',  u'e', u'f',   u'g',  u'h',
    u'i', u'j', u'k', u'l', u'm', u'n', u'o', u'p', u'q', u'r',  u's',  u't', u'u',   u'v',  u'w',
    u'x', u'y', u'z', u'ä', u'ö', u'ñ', u'ü', u'à',
};

struct Extended {
    std::uint8_t septet;
    char16_t point;
};

constexpr std::array extension{
    Extended{0x0A, u'\f'},
    Extended{0x14, u'^'},
    Extended{0x28, u'{'},
    Extended{0x29, u'}'},
    Extended{0x2F, u'\\'},
    Extended{0x3C, u'['},
    Extended{0x3D, u'~'},
    Extended{0x3E, u']'},
    Extended{0x40, u'|'},
    Extended{0x65, u'€'},
};

constexpr std::uint8_t escape = 0x1B;

std::string decode_gsm7(std::string_view octets) {
    std::string out;
    out.reserve(octets.size() + 8);
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const auto octet = static_cast<std::uint8_t>(octets[i]);
        if (octet >= 0x80) {
            append_utf8(out, 0xFFFD);
        } else if (octet != escape) {
            append_utf8(out, basic[octet]);
        } else {
            char16_t point = 0xFFFD;
            for (const Extended& row : extension) {
                if (i + 1 < octets.size()
                    && row.septet == static_cast<std::uint8_t>(octets[i + 1])) {
                    point = row.point;
                    ++i;
                    break;
                }
            }
            append_utf8(out, point);
        }
    }
    return out;
}

std::string decode_ucs2(std::string_view octets) {
    std::string out;
    out.reserve(octets.size());
    const auto unit = [&](std::size_t i) {
        return static_cast<char32_t>(
            static_cast<unsigned char>(octets[i]) << 8U | static_cast<unsigned char>(octets[i + 1])
        );
    };
    std::size_t i = 0;
    for (; i + 1 < octets.size(); i += 2) {
        char32_t point = unit(i);
        if (point >= 0xD800 && point < 0xDC00 && i + 3 < octets.size()) {
            const char32_t low = unit(i + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                point = 0x10000 + ((point - 0xD800) << 10U) + (low - 0xDC00);
                i += 2;
            }
        }
        append_utf8(out, point);
    }
    if (i < octets.size()) {
        append_utf8(out, 0xFFFD);
    }
    return out;
}

std::optional<char32_t> next_point(std::string_view utf8, std::size_t& at) {
    if (at >= utf8.size()) {
        return std::nullopt;
    }
    const auto lead = static_cast<unsigned char>(utf8[at++]);
    const int more = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    char32_t point = more == 0 ? lead : lead & (0x3FU >> static_cast<unsigned>(more));
    for (int i = 0; i < more && at < utf8.size(); ++i) {
        point = point << 6U | (static_cast<unsigned char>(utf8[at++]) & 0x3FU);
    }
    return point;
}

// Most of every text; a search of the table for each letter would be felt at 100,000 receipts a
// second.
bool same_in_both(char32_t point) {
    return (point >= U'a' && point <= U'z') || (point >= U'A' && point <= U'Z')
           || (point >= U'%' && point <= U'?') || point == U' ' || point == U'\n';
}

}

std::string decode(std::string_view octets, std::uint8_t data_coding, DefaultAlphabet usual) {
    switch (data_coding) {
    case 0:
        return usual == DefaultAlphabet::gsm7 ? decode_gsm7(octets) : latin1_to_utf8(octets);
    case 1:
        return valid_utf8(octets);
    case 8:
        return decode_ucs2(octets);
    default:
        break;
    }
    // 23.038 §4: the group 1111 carries a class; bit 2 tells 8-bit data from the default alphabet.
    if ((data_coding & 0xF4U) == 0xF0) {
        return decode_gsm7(octets);
    }
    return latin1_to_utf8(octets);
}

std::string gsm7_from_utf8(std::string_view utf8) {
    std::string out;
    std::size_t at = 0;
    while (const auto point = next_point(utf8, at)) {
        bool found = same_in_both(*point);
        if (found) {
            out += static_cast<char>(*point);
        }
        for (std::size_t septet = 0; septet < basic.size() && !found; ++septet) {
            if (basic[septet] == *point) {
                out += static_cast<char>(septet);
                found = true;
            }
        }
        for (const Extended& row : extension) {
            if (!found && row.point == *point) {
                out += static_cast<char>(escape);
                out += static_cast<char>(row.septet);
                found = true;
            }
        }
        if (!found) {
            out += '?';
        }
    }
    return out;
}

}
