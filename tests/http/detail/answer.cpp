// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/answer.hpp>

#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace answers = tacho::http::detail::answers;
using tacho::http::detail::answer;
using tacho::http::detail::landing_page;

TEST_CASE("only the answer to a refused method lists the allowed methods", "[http][answer]") {
    CHECK(answers::method_not_allowed.allow == "GET, HEAD"); // required by RFC 9110, section 15.5.6
    for (auto const* other : {&answers::healthy, &answers::bad_request, &answers::busy})
        CHECK(other->allow.empty());
}

TEST_CASE("an answer's body is a line of text", "[http][answer]") {
    for (answer const* each :
         {&answers::healthy,
          &answers::bad_request,
          &answers::method_not_allowed,
          &answers::content_too_large,
          &answers::header_too_large,
          &answers::collect_failed,
          &answers::page_failed,
          &answers::busy}) {
        CAPTURE(each->status);
        CHECK(each->body.find('\n') == each->body.size() - 1);
        CHECK(each->content_type == "text/plain; charset=utf-8");
        CHECK(each->status.find_first_not_of("0123456789") == 3);
    }
}

TEST_CASE("the landing page links to all paths that answer", "[http][answer]") {
    auto const page = landing_page({
        .path = "/deep/metrics",
        .pages = {{.path = "/live", .title = "<alive> & well"}},
    });
    for (std::string_view const path : {"/deep/metrics", "/live", "/-/healthy", "/healthz"}) {
        auto const link = "<a href=\"" + std::string{path} + "\">" + std::string{path} + "</a>";
        CHECK_THAT(page, Catch::Contains(link));
    }
    CHECK_THAT(page, Catch::Contains("</a>: &lt;alive&gt; &amp; well</li>"));
    CHECK_THAT(page, Catch::StartsWith("<!DOCTYPE html>"));
}
