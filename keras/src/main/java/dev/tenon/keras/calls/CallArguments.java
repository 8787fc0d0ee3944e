package dev.tenon.keras.calls;

import dev.tenon.ir.layer.Arg;
import java.util.List;
import java.util.Map;

/** The positional arguments and the keywords of a layer's call. */
public record CallArguments(List<Arg> args, Map<String, Arg> kwargs) {}
