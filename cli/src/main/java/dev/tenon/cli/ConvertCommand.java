package dev.tenon.cli;

import dev.tenon.Model;
import dev.tenon.exporters.onnx.OnnxOptions;
import dev.tenon.formats.Source;
import dev.tenon.runtime.Engine;
import dev.tenon.verify.Conversion;
import dev.tenon.verify.Golden;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a model in another format. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = "Write a Keras model as an ONNX file.")
final class ConvertCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SRC", description = "A Keras file.")
  private Path source = Path.of("");

  @Parameters(index = "1", paramLabel = "DST", description = "The file to write, ending in .onnx.")
  private Path target = Path.of("");

  @Option(
      names = "--opset",
      paramLabel = "N",
      description = "Version of ONNX's operators, 13 to 24; default 18.")
  private int opset = OnnxOptions.DEFAULTS.opset();

  @Option(
      names = "--no-fold",
      description = "Keep batch normalisation instead of folding it into convolutions.")
  private boolean noFold;

  @Option(
      names = "--verify",
      description = {
        "Run the written file with ONNX Runtime and the model with TensorFlow on random inputs,",
        "and fail where they differ by more than 1e-5. Proves the export, not the import."
      })
  private boolean verify;

  @Option(
      names = "--golden",
      paramLabel = "FILE",
      description = "Compare the written file with recorded outputs too (npz).")
  private @Nullable Path golden;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    needEngines();
    OnnxOptions options = OnnxOptions.DEFAULTS.withOpset(opset).withFoldNormalization(!noFold);
    try (Source bytes = Source.of(source)) {
      options = options.withMetadata("source_sha256", bytes.sha256());
    }
    try (Model model = Model.load(source)) {
      model.save(target, options);
      out.line(source + " -> " + target + " (opset " + opset + ")");
      boolean good = true;
      if (verify) {
        good = report(out, "verified on random inputs", Conversion.compare(model, target));
      }
      if (golden != null) {
        Conversion.Outcome outcome = Conversion.compare(model, Golden.read(golden), target);
        good &= report(out, "verified against " + golden.getFileName(), outcome);
      }
      return good ? 0 : Main.FINDINGS;
    }
  }

  /** Fails before anything is written where an engine is missing that comparing will need. */
  private void needEngines() {
    if (verify) {
      Engine.of("tensorflow").load();
    }
    if (verify || golden != null) {
      Engine.of("onnxruntime").load();
    }
  }

  private static boolean report(Output out, String what, Conversion.Outcome outcome) {
    for (Conversion.Line line : outcome.lines()) {
      out.line(
          String.format(
              Locale.ROOT,
              "  %s: largest difference %.3g, relative %.3g%s",
              line.output(),
              line.difference().maxAbs(),
              line.difference().relative(),
              line.difference().problem().isEmpty() ? "" : ", " + line.difference().problem()));
    }
    out.line(outcome.good() ? what + ": equal within 1e-5" : what + ": DIFFERENT");
    return outcome.good();
  }
}
