// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_RESPONSE_HEAD_HPP
#define TACHO_HTTP_DETAIL_RESPONSE_HEAD_HPP

#include <tacho/http/detail/http_date.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tacho::inline v0::http::detail {

enum class connection_field : std::uint8_t { none, keep_alive, close };

// A status line and its header fields, in memory that is part of the connection.
class response_head {
public:
    void start(std::string_view status, connection_field connection) {
        size_ = 0;
        put("HTTP/1.1 ");
        put(status);
        put("\r\n");
        auto const date = http_date(std::chrono::system_clock::now());
        field("Date", {date.data(), date.size()});
        field("X-Content-Type-Options", "nosniff");
        if (connection != connection_field::none)
            field("Connection", connection == connection_field::close ? "close" : "keep-alive");
    }

    void field(std::string_view name, std::string_view value) noexcept {
        put(name);
        put(": ");
        put(value);
        put("\r\n");
    }

    void field(std::string_view name, std::size_t value) noexcept {
        std::array<char, 20> digits{};
        auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        field(name, {digits.data(), static_cast<std::size_t>(end - digits.data())});
    }

    void finish() noexcept { put("\r\n"); }

    [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), size_}; }

private:
    // The library and `options` bound the length of all names and values: 1 KiB holds twice the
    // longest head.
    void put(std::string_view part) noexcept {
        auto const count = part.size() < text_.size() - size_ ? part.size() : text_.size() - size_;
        std::memcpy(text_.data() + size_, part.data(), count);
        size_ += count;
    }

    std::array<char, 1024> text_{};
    std::size_t size_ = 0;
};

// The line before a chunk of a chunked body.
class chunk_head {
public:
    [[nodiscard]] std::string_view operator()(std::size_t size) noexcept {
        auto* end = std::to_chars(text_.data(), text_.data() + text_.size() - 2, size, 16).ptr;
        *end++ = '\r';
        *end++ = '\n';
        return {text_.data(), static_cast<std::size_t>(end - text_.data())};
    }

private:
    std::array<char, 18> text_{};
};

} // namespace tacho::inline v0::http::detail

#endif
