// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_GUEST_ERROR_HPP
#define TACHO_HYPERLIGHT_GUEST_ERROR_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <cstdint>
#include <string_view>

namespace tacho::inline v0::hyperlight {

/// The error that a guest reports. The numbers are those of Hyperlight's guests; a guest may send
/// any other number.
enum class guest_error_code : std::uint64_t {
    no_error = 0,
    unsupported_parameter_type = 2,
    guest_function_name_not_provided = 3,
    guest_function_not_found = 4,
    guest_function_incorrect_number_of_parameters = 5,
    dispatch_function_pointer_not_set = 6,
    outb_error = 7,
    unknown_error = 8,
    stack_overflow = 9,
    gs_check_failed = 10,
    too_many_guest_functions = 11,
    failure_in_dlmalloc = 12,
    malloc_failed = 13,
    guest_function_parameter_type_mismatch = 14,
    guest_error = 15,
    array_length_parameter_is_missing = 16,
    host_function_error = 17,
};

/// The name of a code as Hyperlight writes it, spelling mistakes included; "UnknownError" for
/// numbers without a name, so that a guest cannot invent names.
[[nodiscard]] constexpr std::string_view name_of(guest_error_code code) noexcept {
    using enum guest_error_code;
    switch (code) {
    case no_error:
        return "NoError";
    case unsupported_parameter_type:
        return "UnsupportedParameterType";
    case guest_function_name_not_provided:
        return "GuestFunctionNameNotProvided";
    case guest_function_not_found:
        return "GuestFunctionNotFound";
    case guest_function_incorrect_number_of_parameters:
        return "GuestFunctionIncorrecNoOfParameters";
    case dispatch_function_pointer_not_set:
        return "GispatchFunctionPointerNotSet";
    case outb_error:
        return "OutbError";
    case unknown_error:
        break;
    case stack_overflow:
        return "StackOverflow";
    case gs_check_failed:
        return "GsCheckFailed";
    case too_many_guest_functions:
        return "TooManyGuestFunctions";
    case failure_in_dlmalloc:
        return "FailureInDlmalloc";
    case malloc_failed:
        return "MallocFailed";
    case guest_function_parameter_type_mismatch:
        return "GuestFunctionParameterTypeMismatch";
    case guest_error:
        return "GuestError";
    case array_length_parameter_is_missing:
        return "ArrayLengthParamIsMissing";
    case host_function_error:
        return "HostFunctionError";
    }
    return "UnknownError";
}

} // namespace tacho::inline v0::hyperlight

#endif
