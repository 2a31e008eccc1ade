// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_HPP
#define TACHO_EXPOSITION_HPP

/// Expositions, which hold what a scrape of one or several registries and of foreign texts shows,
/// and the encoders that write them.

#include <tacho/exposition/encoder.hpp>         // IWYU pragma: export
#include <tacho/exposition/expose.hpp>          // IWYU pragma: export
#include <tacho/exposition/exposition.hpp>      // IWYU pragma: export
#include <tacho/exposition/exposition_view.hpp> // IWYU pragma: export
#include <tacho/exposition/formats.hpp>         // IWYU pragma: export
#include <tacho/exposition/gatherer.hpp>        // IWYU pragma: export
#include <tacho/exposition/json.hpp>            // IWYU pragma: export
#include <tacho/exposition/left_out.hpp>        // IWYU pragma: export
#include <tacho/exposition/negotiation.hpp>     // IWYU pragma: export
#include <tacho/exposition/openmetrics.hpp>     // IWYU pragma: export
#include <tacho/exposition/parsed_family.hpp>   // IWYU pragma: export
#include <tacho/exposition/protobuf.hpp>        // IWYU pragma: export
#include <tacho/exposition/text.hpp>            // IWYU pragma: export
#include <tacho/exposition/text_parser.hpp>     // IWYU pragma: export
#include <tacho/exposition/write_text.hpp>      // IWYU pragma: export

#endif
