package dev.tenon.cli.sample;

import java.util.List;
import java.util.ServiceLoader;

/** Samples that lie on the class path; found by {@link ServiceLoader}. */
public interface Samples {
  /** Returns the samples, in the order in which a newcomer should read them. */
  List<Sample> all();
}
