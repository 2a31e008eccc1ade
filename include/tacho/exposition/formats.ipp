// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_FORMATS_IPP
#define TACHO_EXPOSITION_FORMATS_IPP

#include <tacho/exposition/formats.hpp>
#include <tacho/exposition/json.hpp>
#include <tacho/exposition/openmetrics.hpp>
#include <tacho/exposition/protobuf.hpp>
#include <tacho/exposition/text.hpp>

#include <memory>

namespace tacho::inline v0 {

TACHO_DECL bool is_available(format which) noexcept {
    return which != format::protobuf || TACHO_HAS_PROTOBUF;
}

TACHO_DECL std::unique_ptr<encoder> make_encoder(format which) {
    switch (which) {
    case format::openmetrics_1:
        return std::make_unique<openmetrics_encoder>();
    case format::protobuf:
        return std::make_unique<protobuf_encoder>();
    case format::json:
        return std::make_unique<json_encoder>();
    case format::text_0_0_4:
    case format::text_1_0_0: // names are the same in both
        break;
    }
    return std::make_unique<text_encoder>();
}

} // namespace tacho::inline v0

#endif
