package demo;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;

/** The shop as a Spring Boot application. */
@SpringBootApplication
public class ShopApplication extends SpringBootServletInitializer {}
