package dev.tenon.ops;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks what a processor wrote: JaCoCo leaves classes out that an annotation calls generated. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface GeneratedFunctions {}
