/** The programs of the tutorial. */
module dev.tenon.samples {
  requires dev.tenon.cli;
  requires dev.tenon.formats;
  requires dev.tenon.importers.keras;
  requires dev.tenon.inspect;
  requires dev.tenon.ir;
  requires dev.tenon.layers;
  requires dev.tenon.tensor;
  requires dev.tenon.text;
  requires dev.tenon.training;
  requires dev.tenon.zoo;
  requires transitive org.jspecify;

  provides dev.tenon.cli.sample.Samples with
      dev.tenon.samples.SampleList;
}
