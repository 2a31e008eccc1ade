// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_GZIP_HPP
#define TACHO_HTTP_DETAIL_GZIP_HPP

#include <boost/beast/zlib/deflate_stream.hpp>
#include <boost/crc.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tacho::inline v0::http::detail {

// Compresses a body into one gzip member, piece by piece. (RFC 1952.) It keeps its memory, about
// 270 KiB, for the next body.
//
// The level is the fastest: a page of metrics repeats itself so much that higher ones gain little
// and take several times as long (docs/dead_ends.md).
class gzip {
public:
    gzip() = default;
    gzip(gzip const&) = delete;
    gzip& operator=(gzip const&) = delete;

    // Begins a body: appends its header to `out`.
    void begin(std::string& out) {
        constexpr int largest_window = 15;
        constexpr int usual_memory = 8;
        deflate_.reset(fastest, largest_window, usual_memory, boost::beast::zlib::Strategy::normal);
        sum_.reset();
        size_ = 0;
        constexpr std::string_view head{"\x1F\x8B\x08\0\0\0\0\0\x04\xFF", 10}; // of no system
        out.append(head);
    }

    // Appends what can be said of `piece` already.
    void put(std::string_view piece, std::string& out) {
        sum_.process_bytes(piece.data(), piece.size());
        size_ += static_cast<std::uint32_t>(piece.size()); // modulo 2 to the power of 32
        deflate(piece, boost::beast::zlib::Flush::none, out);
    }

    // Ends the body: appends what is left of it.
    void end(std::string& out) {
        deflate({}, boost::beast::zlib::Flush::finish, out);
        append(out, sum_.checksum());
        append(out, size_);
    }

private:
    static constexpr int fastest = 1;

    void deflate(std::string_view piece, boost::beast::zlib::Flush how, std::string& out) {
        constexpr std::size_t step = 16384;
        boost::beast::zlib::z_params at;
        at.next_in = piece.data();
        at.avail_in = piece.size();
        boost::beast::error_code error;
        do {
            auto const before = out.size();
            out.resize(before + step);
            at.next_out = out.data() + before;
            at.avail_out = step;
            deflate_.write(at, how, error);
            out.resize(before + step - at.avail_out);
        } while (at.avail_out == 0 && !error); // as long as there is more than fits
    }

    static void append(std::string& out, std::uint32_t number) {
        for (int i = 0; i < 4; ++i, number >>= 8)
            out += static_cast<char>(number & 0xFF);
    }

    boost::beast::zlib::deflate_stream deflate_{};
    boost::crc_32_type sum_{};
    std::uint32_t size_{0};
};

} // namespace tacho::inline v0::http::detail

#endif
