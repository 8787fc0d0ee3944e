package dev.tenon.cli.command;

import dev.tenon.cli.manifest.ManifestRun;
import dev.tenon.cli.option.EngineOption;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.option.OptionNumbers;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.TerminalStreams;
import dev.tenon.engine.Engine;
import dev.tenon.formats.npz.Npz;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.verify.Bound;
import dev.tenon.verify.OnnxSuite;
import dev.tenon.verify.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares models with recordings of the framework that made them. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compare a model, or all models of a manifest, with recorded outputs.",
      "Prints a table in a terminal, else one JSON line a model; then a summary. The exit code is 0"
          + " only if every model is ok, weak (its golden is all zero) or loaded (it has none)."
    },
    footer = {
      "  tenon verify model.h5 recorded.npz",
      "  tenon verify --manifest models.jsonl --json"
    })
final class VerifyCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..2",
      converter = InputFile.class,
      paramLabel = "MODEL GOLDEN.npz",
      description = "A model and its recording.")
  private List<Path> files = List.of();

  @Option(
      names = "--manifest",
      converter = InputFile.class,
      paramLabel = "FILE.jsonl",
      description = "One JSON object a line: file, and golden where there is one.")
  private @Nullable Path manifest;

  @Option(
      names = "--suite",
      paramLabel = "DIR",
      description = "A folder of operator tests in ONNX's own layout.")
  private @Nullable Path suite;

  @Option(
      names = "--through-export",
      description =
          "With --suite: write each imported model as ONNX again, and run that on ONNX "
              + "Runtime.")
  private boolean throughExport;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "What the paths in the manifest are relative to; by default its own folder.")
  private @Nullable Path root;

  @Option(
      names = "--tolerance",
      paramLabel = "NUMBER",
      description =
          "Largest relative difference; by default what a row of the manifest gives as "
              + "tolerance, else 1e-5; 0.01 where a model computes in float16, 0.1 in bfloat16.")
  private @Nullable Double tolerance;

  @Option(names = "--rtol", hidden = true)
  void tolerance(double value) {
    tolerance = value;
  }

  @Mixin private EngineOption engine = new EngineOption();

  @Option(
      names = "--outputs",
      paramLabel = "DIR",
      description = "Write what each engine returned to DIR/N.ENGINE.npz.")
  private @Nullable Path outputs;

  @Option(names = "--json", description = "Print one JSON line a model in a terminal, too.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    boolean pair = files.size() == 2;
    int ways = (pair ? 1 : 0) + (manifest == null ? 0 : 1) + (suite == null ? 0 : 1);
    if (ways != 1 || files.size() == 1 || (throughExport && suite == null)) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "give a MODEL and its GOLDEN.npz, or --manifest FILE.jsonl, or --suite DIR");
    }
    if (pair && isRecording(files.get(0)) && !isRecording(files.get(1))) {
      throw new IllegalArgumentException(
          "'" + files.get(0) + "' is a recording in the place of the model: name the model first");
    }
    if (tolerance != null) {
      OptionNumbers.atLeast("--tolerance", 0, tolerance);
    }
    engines().forEach(name -> GraphEngine.of(name).load());
    ManifestRun run = new ManifestRun(out, json || !TerminalStreams.out(), this::verifier);
    if (suite != null) {
      return run.suite(suite, this::suite);
    }
    return manifest == null
        ? run.one(files.get(0), files.get(1))
        : run.all(manifest, root == null ? manifest.resolveSibling("") : root);
  }

  private static boolean isRecording(Path file) {
    return file.toString().endsWith(".npz");
  }

  private List<Engine> engines() {
    return throughExport ? List.of(Engine.ONNX_RUNTIME) : engine.engines();
  }

  private Verifier verifier(int row, @Nullable Double recorded) {
    Double asked = tolerance != null ? tolerance : recorded;
    return asked == null
        ? new Verifier(engines(), writer(row))
        : new Verifier(engines(), asked, writer(row));
  }

  private OnnxSuite suite(int test) {
    return new OnnxSuite(
        engines(), tolerance == null ? Bound.FINE : tolerance, throughExport, writer(test));
  }

  private Verifier.Returned writer(int row) {
    return (name, tensors) -> {
      if (outputs != null) {
        Files.createDirectories(outputs);
        Npz.write(outputs.resolve(row + "." + name + ".npz"), tensors);
      }
    };
  }
}
