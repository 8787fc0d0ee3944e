package dev.tenon.tests;

import dev.tenon.cli.Main;
import dev.tenon.cli.sample.Sample;
import dev.tenon.initializers.Seeds;
import dev.tenon.samples.SampleList;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Runs all samples in their order in a process of its own, so that layers get the same names. */
final class AllSamples {
  /** What stands before a sample's name where its output begins. */
  static final String BEGIN = "### ";

  private AllSamples() {}

  public static void main(String[] args) {
    System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int worst = 0;
    for (Sample sample : new SampleList().all()) {
      System.out.println(BEGIN + sample.name());
      Seeds.setRandomSeed(1);
      worst = Math.max(worst, Main.run(out, err, "sample", sample.name()));
    }
    System.exit(worst);
  }
}
