// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_PAGE_HPP
#define TACHO_HTTP_PAGE_HPP

#include <functional>
#include <string>

namespace tacho::inline v0::http {

/// What a page says now.
struct page_answer {
    unsigned status{200};
    std::string body{};
};

/// A page of the program beside the metrics, such as its health.
struct page {
    /// Where it is, as `options::path`.
    std::string path{};

    /// What it is, for the list at `/`: plain text.
    std::string title{};

    /// The media type of its body, of up to 100 printable characters.
    std::string content_type{"text/plain; charset=utf-8"};

    /// Called for every GET and HEAD of the page, on the exposer's thread, where it holds up other
    /// answers. When it throws, or gives a status that no body belongs to, the answer is 500.
    std::function<page_answer()> make{};
};

} // namespace tacho::inline v0::http

#endif
