package dev.tenon.ops;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Asks for the functions of a table: a class is written for each chapter. */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
@interface OperationTable {
  /** Returns the table's file, in the resources of this package. */
  String value();

  /** Returns the class that the first chapter extends. */
  String parent();

  /** Returns the chapters, each of which extends the one before. */
  String[] chapters();
}
