// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_PAGE_HPP
#define TACHO_HTTP_PAGE_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <functional>
#include <string>

namespace tacho::inline v0::http {

/// The current contents of a page.
struct page_answer {
    unsigned status{200};
    std::string body{};
};

/// A page that a program serves beside the metrics, such as its health.
struct page {
    /// The path of the page; the rules are those of `options::path`.
    std::string path{};

    /// The page's title in the list at `/`, as plain text.
    std::string title{};

    /// The media type of the body, of up to 100 printable characters.
    std::string content_type{"text/plain; charset=utf-8"};

    /// The exposer calls this function for every GET and HEAD of the page, on its own thread, where
    /// the call delays other answers. If the function throws, or returns a status that cannot have
    /// a body, the answer is 500.
    std::function<page_answer()> make{};
};

} // namespace tacho::inline v0::http

#endif
