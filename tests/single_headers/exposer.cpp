// SPDX-License-Identifier: BSL-1.0

// The program of somebody who copied exposer.hpp and has Boost. As plain headers they have no such
// name.
#include <single_headers/alone.hpp>

#if __has_include(<tacho/exposer.hpp>)
# include <tacho/exposer.hpp>
#else
# include <tacho/http/exposer.hpp>
#endif

#include <arpa/inet.h>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

namespace {

std::string answer_of(std::uint16_t port, std::string_view request) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string answer;
    int const connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(connection, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0 &&
        write(connection, request.data(), request.size()) == static_cast<ssize_t>(request.size())) {
        char piece[4096];
        for (ssize_t size = 0; (size = read(connection, piece, sizeof piece)) > 0;)
            answer.append(piece, static_cast<std::size_t>(size));
    }
    close(connection);
    return answer;
}

} // namespace

int main() {
    tacho::http::exposer exposer{{.port = 0}};
    std::string_view const request =
        "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    answer_of(exposer.port(), request);
    auto const second = answer_of(exposer.port(), request);
    std::fputs(second.c_str(), stdout);
    return second.find("\ntacho_exposer_scrapes_total 1\n") == std::string::npos;
}
