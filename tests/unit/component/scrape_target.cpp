// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/scrape_target.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>
#include <support/catch.hpp>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

using namespace std::chrono_literals;
using tacho::component::scrape_target;
namespace fs = std::filesystem;

namespace {

/// A folder of the test, which is removed at its end.
struct folder {
    folder() {
        auto text = (fs::temp_directory_path() / "tacho-XXXXXX").string();
        REQUIRE(::mkdtemp(text.data()) != nullptr);
        path = text;
    }
    folder(folder const&) = delete;
    folder& operator=(folder const&) = delete;
    ~folder() { fs::remove_all(path); }

    [[nodiscard]] std::set<std::string> names() const {
        std::set<std::string> found;
        for (auto const& entry : fs::directory_iterator{path})
            found.insert(entry.path().filename().string());
        return found;
    }

    fs::path path;
};

[[nodiscard]] std::string content(fs::path const& of) {
    std::ifstream file{of};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// The target file of a process that died without removing it.
[[nodiscard]] fs::path dead_target(fs::path const& in) {
    auto const child = ::fork();
    if (child == 0) {
        new scrape_target{{.folder = in, .address = "dead:1"}};
        ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    for (auto const& entry : fs::directory_iterator{in})
        if (content(entry.path()).find("dead:1") != std::string::npos)
            return entry.path();
    FAIL("the child wrote nothing");
    return {};
}

} // namespace

TEST_CASE("a scrape target's file exists as long as the object", "[component]") {
    folder const in;
    {
        scrape_target const one{{
            .folder = in.path / "new",
            .address = "127.0.0.1:9464",
            .labels = {{"worker_id", "1f"}, {"zone", "\"a\"\n"}},
        }};
        CHECK(one.file().parent_path() == in.path / "new");
        CHECK(one.file().filename().string().starts_with("tacho-" + std::to_string(::getpid())));
        CHECK(one.file().extension() == ".json");
        CHECK(
            content(one.file()) == "[{\"targets\":[\"127.0.0.1:9464\"],\"labels\":{\"worker_id\":"
                                   "\"1f\",\"zone\":\"\\\"a\\\"\\u000a\"}}]\n"
        );
        scrape_target const two{{.folder = in.path / "new", .address = "a:1"}};
        CHECK(two.file() != one.file());
        CHECK(content(two.file()) == "[{\"targets\":[\"a:1\"],\"labels\":{}}]\n");
        CHECK(std::distance(fs::directory_iterator{in.path / "new"}, {}) == 2);
    }
    CHECK(fs::is_empty(in.path / "new"));
}

TEST_CASE("the error for a file that cannot be written names the file", "[component]") {
    folder const in;
    std::ofstream{in.path / "file"} << "no folder";
    try {
        scrape_target const target{{.folder = in.path / "file", .address = "a:1"}};
        FAIL("there can be no such file");
    } catch (std::system_error const& error) {
        CHECK_THAT(error.what(), Catch::Contains((in.path / "file").string()));
        CHECK(error.code() == std::errc::not_a_directory);
    }
}

TEST_CASE("a label that Prometheus would not accept is refused", "[component]") {
    folder const in;
    CHECK_THROWS_AS(
        (scrape_target{{.folder = in.path, .address = "a:1", .labels = {{"my-label", "x"}}}}),
        std::invalid_argument
    );
    CHECK(in.names().empty());
}

TEST_CASE("another process removes the file of a dead process after a while", "[component]") {
    folder const in;
    for (auto const* const name : {"by_hand.json", "tacho-gateway.json"})
        std::ofstream{in.path / name} << "[]";
    auto const dead = dead_target(in.path);
    scrape_target patient{{.folder = in.path, .address = "a:1", .keep_dead = 1h}};
    scrape_target living{{.folder = in.path, .address = "b:1"}};
    patient.sweep();
    patient.sweep();
    CHECK(fs::exists(dead));
    scrape_target hasty{{.folder = in.path, .address = "c:1", .keep_dead = 0ms}};
    hasty.sweep();
    CHECK_FALSE(fs::exists(dead));
    CHECK(
        in.names() ==
        std::set<std::string>{
            "by_hand.json",
            "tacho-gateway.json",
            patient.file().filename().string(),
            living.file().filename().string(),
            hasty.file().filename().string(),
        }
    );
    CHECK_NOTHROW(patient.sweep());
}

TEST_CASE("a forked child leaves the file to its parent", "[component]") {
    folder const in;
    auto* const target = new scrape_target{{.folder = in.path, .address = "a:1"}};
    auto const child = ::fork();
    if (child == 0) {
        delete target;
        ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(fs::exists(target->file()));
    delete target;
    CHECK(fs::is_empty(in.path));
}
