package dev.tenon.tests.cli;

import dev.tenon.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;

/** What a command returned and printed. */
record Ran(int code, String out, String err) {
  /** The root of the checkout. */
  static final Path ROOT =
      Path.of(System.getProperty("tenon.root", "..")).toAbsolutePath().normalize();

  /** The model that ships with the repository, and what Keras says of eight digits. */
  static final Path MNIST = ROOT.resolve("samples/models/mnist_cnn.h5");

  static final Path MNIST_GOLDEN = ROOT.resolve("samples/models/mnist_cnn_golden.npz");

  /** Recordings of every layer. */
  static final Path LAYERS = ROOT.resolve("tests/goldens/layers");

  /** Runs a command in this JVM. */
  static Ran tenon(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Ran(code, out.toString(), err.toString());
  }

  /** Returns everything printed, for a message. */
  String all() {
    return "code " + code + "\n" + out + err;
  }
}
