select U&'d\0061t\+000061;', u&'\0027;';
select U&'d!0061;' uescape '!';
select 3;
