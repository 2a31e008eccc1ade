// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_REQUEST_HPP
#define TACHO_HTTP_DETAIL_REQUEST_HPP

#include <tacho/exposition/negotiation.hpp>
#include <tacho/http/detail/coding.hpp>
#include <tacho/http/detail/receive_buffer.hpp>
#include <tacho/http/detail/route.hpp>
#include <tacho/http/options.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/string_type.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/verb.hpp>
#include <boost/none.hpp>
#include <boost/optional/optional.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tacho::inline v0::http::detail {

// One request, which is parsed as it arrives. It keeps only the values on which the answer depends
// and stores no header field, so a request of any length allocates nothing.
class request final : private boost::beast::http::basic_parser<true> {
    using base = boost::beast::http::basic_parser<true>;
    using error_code = boost::beast::error_code;
    using string_view = boost::beast::string_view;
    using verb = boost::beast::http::verb;
    using field = boost::beast::http::field;

public:
    enum class progress : std::uint8_t { incomplete, complete, malformed, too_long };

    // `chosen` has to outlive the request.
    explicit request(options const& chosen)
        : chosen_{chosen}
        , limit_{chosen.header_limit} {
        header_limit(static_cast<std::uint32_t>(limit_));
        body_limit(boost::none); // a body of any size is refused
    }

    request(request const&) = delete;
    request& operator=(request const&) = delete;
    ~request() override = default;

    // Takes the bytes of this request out of `input`; the bytes after it stay there.
    [[nodiscard]] progress parse(receive_buffer& input) {
        error_code error;
        auto const bytes = input.data();
        auto const used = put(boost::asio::const_buffer{bytes.data(), bytes.size()}, error);
        input.consume(used);
        size_ += used;
        // The parser's own limit accepts a header that exceeds it in the last part that arrives.
        if (error == boost::beast::http::error::header_limit || size_ > limit_)
            return progress::too_long;
        if (error == boost::beast::http::error::need_more)
            return size_ + input.data().size() < limit_ ? progress::incomplete : progress::too_long;
        if (error)
            return progress::malformed;
        // RFC 9112 section 3.2: a request of HTTP/1.1 without exactly one Host is answered with
        // 400.
        return hosts_ == 1 || (hosts_ == 0 && version_ == 10) ? progress::complete
                                                              : progress::malformed;
    }

    [[nodiscard]] destination const& target() const noexcept { return target_; }
    [[nodiscard]] negotiation const& wanted() const noexcept { return wanted_; }
    [[nodiscard]] bool wants_gzip() const noexcept { return coding_.is_gzip(); }
    [[nodiscard]] bool is_head() const noexcept { return verb_ == verb::head; }
    [[nodiscard]] bool is_read() const noexcept { return is_head() || verb_ == verb::get; }
    [[nodiscard]] bool speaks_chunked() const noexcept { return version_ == 11; }
    [[nodiscard]] bool has_body() const noexcept { return has_body_; }
    // A body is never read, so the bytes after it cannot be parsed.
    [[nodiscard]] bool keep_alive() const { return !has_body_ && base::keep_alive(); }

private:
    void on_request_impl(verb method, string_view, string_view target, int version, error_code&)
        override {
        verb_ = method;
        version_ = version;
        target_ = find_destination({target.data(), target.size()}, chosen_);
    }

    void on_field_impl(field name, string_view, string_view value, error_code&) override {
        if (name == field::host)
            ++hosts_;
        if (name == field::accept)
            wanted_.accept({value.data(), value.size()});
        if (name == field::accept_encoding)
            coding_.accept({value.data(), value.size()});
        // The parser takes a request with an unknown transfer coding for one without a body.
        if (name == field::transfer_encoding || (name == field::content_length && value != "0"))
            has_body_ = true;
    }

    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
    std::size_t on_body_impl(string_view, error_code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view, error_code&) override { return 0; }
    void on_finish_impl(error_code&) override {}

    options const& chosen_;
    std::size_t limit_;
    std::size_t size_ = 0;
    std::size_t hosts_ = 0;
    int version_ = 0;
    verb verb_ = verb::unknown;
    destination target_{};
    negotiation wanted_{};
    coding coding_{};
    bool has_body_ = false;
};

} // namespace tacho::inline v0::http::detail

#endif
