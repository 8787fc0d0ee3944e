package dev.tenon.formats.onnx.check;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Operators of signals: frames, windows and transforms. */
final class SpectrumRules {
  private static final long MOST = OperatorUse.MOST;
  private static final long MOST_AXES = OperatorUse.MOST_AXES;

  private SpectrumRules() {}

  static void register(Map<String, Consumer<OperatorUse>> rules) {
    rules.put("STFT", SpectrumRules::frames);
    for (String window : List.of("HannWindow", "HammingWindow", "BlackmanWindow")) {
      rules.put(
          window,
          use -> {
            use.single(0, "size");
            use.constantBetween(0, "size", 0, 1 << 28);
          });
    }
    rules.put(
        "DFT",
        use -> {
          use.rank(0, 2, (int) MOST_AXES);
          use.notEmpty(0);
          use.single(1, "dft_length");
          use.single(2, "axis");
          use.constantBetween(1, "dft_length", 1, 1 << 24);
          use.constantBetween(2, "axis", -MOST_AXES, MOST_AXES);
        });
    rules.put(
        "MelWeightMatrix",
        use -> {
          for (int i = 0; i < 5; i++) {
            use.single(i, "input " + i);
          }
          use.constantBetween(0, "num_mel_bins", 1, 1 << 12);
          use.constantBetween(1, "dft_length", 1, 1 << 16);
          use.constantBetween(2, "sample_rate", 1, MOST);
        });
  }

  private static void frames(OperatorUse use) {
    if (!use.has(2) && !use.has(3)) {
      throw new IllegalArgumentException("has neither a window nor a frame_length");
    }
    use.rank(0, 2, 3);
    use.rank(2, 1, 1);
    use.notEmpty(2);
    use.single(1, "frame_step");
    use.single(3, "frame_length");
    use.constantBetween(1, "frame_step", 1, MOST);
    use.constantBetween(3, "frame_length", 1, MOST);
    long[] signal = use.shape(0);
    double[] length = use.numbers(3);
    long[] window = use.shape(2);
    double frame = length != null ? length[0] : window != null ? window[0] : 0;
    if (signal != null && signal.length > 1 && signal[1] >= 0 && frame > signal[1]) {
      throw new IllegalArgumentException(
          "its frames have " + (long) frame + " samples; the signal has " + signal[1]);
    }
    if (length != null && window != null && window[0] >= 0 && window[0] != length[0]) {
      throw new IllegalArgumentException(
          "frame_length is " + (long) length[0] + "; the window has " + window[0] + " samples");
    }
  }
}
