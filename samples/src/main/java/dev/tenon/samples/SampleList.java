package dev.tenon.samples;

import dev.tenon.cli.Sample;
import dev.tenon.cli.Samples;
import java.util.List;

/** The samples in the order in which a newcomer should read them. */
public final class SampleList implements Samples {
  @Override
  public List<Sample> all() {
    return List.of();
  }
}
