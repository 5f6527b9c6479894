/*M!999999\- enable the sandbox mode */ 
-- MariaDB dump 10.19  Distrib 10.11.8-MariaDB
--
/*!40101 SET NAMES utf8mb4 */;
/*!999999\- enable the sandbox mode */
select 1;
